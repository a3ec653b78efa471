// Pty: the one owner of a terminal's end and of the child behind it.
//
// Its parts own what is theirs, each with its own state: PtyOutput what is read, PtyInput what is
// written, PtyChild the program; PtyShared has the end and the lock. Pty itself says in which order
// they act: the last data, the end, the exit.
//
// The JS thread calls Write, Resize, Kill, Take, SetReading, Close; the I/O thread calls OnReady,
// OnChild, OnTime. After Close the descriptor is -1 for everyone: resize and write do nothing, and
// kill does nothing once the child is reaped.
#ifndef FLATPTY_PTY_H_
#define FLATPTY_PTY_H_

#include <memory>
#include <optional>
#include <string>

#include "core/backoff.h"
#include "core/line.h"
#include "core/poller.h"
#include "core/pty_child.h"
#include "core/pty_end.h"
#include "core/pty_input.h"
#include "core/pty_output.h"
#include "core/pty_shared.h"

namespace flatpty {

class Pty : public Line, public std::enable_shared_from_this<Pty> {
 public:
  // Without an `end` only the child is looked after: another owner has its terminal.
  Pty(PtyKind kind, std::shared_ptr<PtyEnd> end, std::string slave_name,
      std::shared_ptr<Outlet> outlet);

  // Puts the pty under the reactor. Throws SysError, before anything has changed.
  void Watch();
  // From here on the child is reaped by the reactor, whatever becomes of the pty. Call once.
  void AdoptChild(std::shared_ptr<Child> child) noexcept { child_.Adopt(std::move(child)); }

  PtyId id() const override { return shared_.id(); }
  bool has_terminal() const override { return shared_.has_terminal(); }
  // The child's number; -1 where there is none.
  int64_t child_id() const override { return child_.id(); }
  const std::string& slave_name() const { return slave_name_; }
  // The end, which stays open as long as the caller holds it. Null when closed.
  PtyShared::Lease Borrow() { return shared_.Borrow(); }
  bool IsOpen() { return Borrow() != nullptr; }
  // The descriptor, for a caller outside this library; -1 when closed.
  int64_t Share();

  uint64_t Write(const char* data, size_t size) override { return input_.Write(data, size); }
  uint64_t Write(Bytes data, size_t size) override { return input_.Write(std::move(data), size); }
  uint64_t taken() const override { return input_.taken(); }
  void Resize(const TerminalSize& size);  // throws SysError
  // Raw, as libuv's uv_tty_set_mode makes it, or as it was before. Throws SysError.
  void SetRawMode(bool raw);
  std::optional<LineModes> Modes();        // nothing when closed; throws SysError
  void SetModes(const LineModes& wanted);  // throws SysError
  // The four below: as PtyChild's.
  LaunchStage Stage() { return child_.Stage(); }
  std::optional<LaunchFailure> Failure() { return child_.Failure(); }
  bool Kill(int signal) { return child_.Kill(signal); }
  bool ExpectSignal(int signal) { return child_.ExpectSignal(signal); }
  // Below 1 when there is none.
  int64_t ForegroundGroup();
  void SetReading(bool wanted) override;
  // Output comes as text, decoded from UTF-8; to be called before Watch.
  void DecodeUtf8() { output_.DecodeUtf8(); }
  void StopDecoding() override { output_.StopDecoding(); }
  Delivery Take() override;
  // The three below for JS, on a terminal that its near poller reports: as PtyOutput's ReadNear;
  // then TakeNear until there is no more, whether or not the line has been announced; then EndNear.
  bool ReadNear(bool hung_up, TimePoint now) { return output_.ReadNear(hung_up, now); }
  Delivery TakeNear();
  void EndNear(TimePoint now);
  void Close() override;
  void Detach() override;

  // Each returns when to call OnTime, or kNever.
  TimePoint OnReady(const Ready& ready, TimePoint now, size_t budget);
  TimePoint OnChild(const Ready& ready, TimePoint now);
  TimePoint OnTime(TimePoint now);
  bool Done();

  // For the reactor's thread: JS does not come for a near terminal. False when it is far.
  bool MakeFar();
  // For the reactor's thread: as PtyOutput::Floods.
  bool Floods() { return output_.Floods(); }

  TimePoint scheduled = kNever;  // the reactor's note of the timer it has set

 private:
  Delivery TakeNews(Held held, PtyShared::Lease* last);
  void Announce();
  void AnnounceNow(TimePoint now);
  void AfterRead(const PtyOutput::Turn& turn, TimePoint now);
  void HungUp(TimePoint now);
  bool ReapAndDrain(TimePoint now);
  void DrainAfterExit(TimePoint now);
  void Finish(TimePoint now);
  void Shut();
  void CloseEnd();
  void WriteTurn();
  void LookAtLaunch(TimePoint now);
  bool WaitsForTheLaunch();
  TimePoint NextDeadline() const;

  const std::string slave_name_;
  PtyShared shared_;
  PtyOutput output_;
  PtyChild child_;
  PtyInput input_;

  // The I/O thread's own.
  TimePoint close_at_ = kNever;  // descendants of the child hold the slave until then
  Backoff look_{std::chrono::milliseconds(20)};  // at the launch, for which something waits
};

}  // namespace flatpty

#endif  // FLATPTY_PTY_H_
