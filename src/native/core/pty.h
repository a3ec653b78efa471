// Pty: the one owner of a terminal's end and of the child behind it.
//
// States: running -> exited (reaped) -> drained (end of data known) -> closed. `Close` is the only
// place where the descriptor goes; from then on it is -1 for everyone: resize and write do
// nothing, and kill does nothing once the child is reaped.
//
// The JS thread calls Write, Resize, Kill, Take, SetReading, Close; the reactor's thread calls
// OnReady, OnChild, OnTime.
#ifndef FLATPTY_PTY_H_
#define FLATPTY_PTY_H_

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/child.h"
#include "core/chunk.h"
#include "core/input_queue.h"
#include "core/line.h"
#include "core/poller.h"
#include "core/pty_end.h"
#include "core/reactor.h"

namespace flatpty {

// Undelivered output at which a pty is no longer read, until JS has caught up: the kernel then
// holds the child back, so memory stays bounded whatever the child prints.
constexpr size_t kFullBytes = 256 * 1024;
// More than the kernel can hold of a dead child's output (16 KB seen; 64 KB by tty_buffer.c).
constexpr size_t kDrainBytes = 256 * 1024;
// The kernel hands out 4 KB at a time and refills meanwhile, so a flood would fill any budget: with
// 64 KB an echo beside four floods took 32 ms (p99), and 4 to 11 ms with two reads' worth
// (bench/cases/fairness.mjs, on a busy machine).
constexpr size_t kReadBytes = 4 * 1024;
// A read this short is somebody typing or a prompt and is told at once.
constexpr size_t kSmallRead = 2048;
// A turn at one pty: what comes beyond it waits until the others have had theirs.
constexpr size_t kTurnBytes = 2 * kReadBytes;

class Pty : public Line, public std::enable_shared_from_this<Pty> {
 public:
  // What a hang-up (EIO, or end of file) on the descriptor means.
  enum class Kind {
    kTerminal,  // a master with a child: final once the child is reaped
    kMaster,    // a master of open(): the slave may be opened again, so never final
    kSlave,     // final
  };

  // Without an `end` only the child is looked after (native.fork, whose caller owns the master).
  Pty(Kind kind, std::shared_ptr<PtyEnd> end, std::string slave_name,
      std::shared_ptr<Outlet> outlet);

  // Puts the pty under the reactor. Throws SysError, before anything has changed.
  void Watch();
  // From here on the child is reaped by the reactor, whatever becomes of the pty. Call once.
  void AdoptChild(std::shared_ptr<Child> child) noexcept;

  PtyId id() const override { return id_; }
  bool has_terminal() const override { return has_terminal_; }
  // The child's number; -1 where there is none.
  int64_t child_id() const override { return child_id_; }
  const std::string& slave_name() const { return slave_name_; }
  bool IsOpen() { return Borrow() != nullptr; }
  // The descriptor, for a caller outside this library; -1 when closed.
  int64_t Share();

  uint64_t Write(const char* data, size_t size) override;
  uint64_t Write(InputQueue::Bytes data, size_t size) override;
  uint64_t taken() const override { return taken_; }
  void Resize(const TerminalSize& size);  // throws SysError
  // Raw, as libuv's uv_tty_set_mode makes it, or as it was before. Throws SysError.
  void SetRawMode(bool raw);
  // How far the child is on its way to its program. kDone also where there is no child.
  LaunchStage Stage();
  // Why the child could not become its program; to be asked when the stage is kDone.
  std::optional<LaunchFailure> Failure();
  // A signal that dumps core is sent when the child is its program. False when the child is
  // reaped, or may not be signalled.
  bool Kill(int signal);
  // Makes room for what the session prints when it is signalled (0: it is not). False when the
  // child has been reaped.
  bool ExpectSignal(int signal);
  // Below 1 when there is none.
  int64_t ForegroundGroup();
  void SetReading(bool wanted) override;
  // Output comes as text, decoded from UTF-8; to be called before Watch.
  void DecodeUtf8() { as_text_ = true; }
  void StopDecoding() override { as_text_ = false; }
  Delivery Take() override;
  void Close() override;
  void Detach() override;

  // Each returns when to call OnTime, or kNever.
  TimePoint OnReady(const Ready& ready, TimePoint now, size_t budget);
  TimePoint OnChild(const Ready& ready, TimePoint now);
  TimePoint OnTime(TimePoint now);
  bool Done();

  // For the reactor's thread: the last turn found more than somebody types, and readiness that is
  // passed over now will be reported again.
  bool Floods();

  TimePoint scheduled = kNever;  // the reactor's note of the timer it has set

 private:
  enum class ReadResult { kMore, kDrained, kHangUp, kClosed, kNoMemory };
  // Shares the end for the length of a system call, so that no other thread's Close frees
  // its descriptor meanwhile.
  using Lease = std::shared_ptr<PtyEnd>;

  Lease Borrow();
  ReadResult ReadTurn(size_t budget, size_t* got);
  // Of one chunk, so that what was read finds its place in chunks_ without needing memory.
  using Tail = std::list<Chunk>;
  Tail TailForReading();
  void Append(Tail* tail) noexcept;
  void Decode(Chunk* chunk) noexcept;
  void AfterRead(size_t got, ReadResult result, TimePoint now);
  void HungUp(TimePoint now);
  void Announce();
  bool HasNews() const;  // with mutex_ held
  void AnnounceNow(TimePoint now);
  bool Reap();
  void LookAtLaunch(TimePoint now);
  bool WaitsForTheLaunch();
  void SendHeldSignals();
  bool ReapAndDrain(TimePoint now);
  void TellFailure();
  std::shared_ptr<Child> child();
  void AskAgain(TimePoint now);
  void DrainAfterExit(TimePoint now);
  void Finish(TimePoint now);
  void Shut();
  void CloseEnd();
  // The next four with write_mutex_ held.
  size_t SendableOf(const char* data, size_t size);
  size_t WriteFirst(const char* data, size_t size);
  void WaitForRoom();
  void DropQueue();
  void WriteTurn();
  void DropInput();
  void UpdateInterest();                            // with mutex_ held
  void MakeRoomForLastOutput(SignalEffect effect);  // with mutex_ held
  TimePoint NextDeadline() const;

  Reactor& reactor_;
  const PtyId id_;
  const Kind kind_;
  const bool has_terminal_;
  const std::string slave_name_;
  std::atomic<int64_t> child_id_{-1};
  std::atomic<bool> as_text_{false};

  std::mutex mutex_;
  // mutex_ guards from here...
  std::shared_ptr<PtyEnd> end_;
  // Shut, and still to be closed, by the thread that comes first: closing a master takes longer
  // than waking the JS thread, which must not be told of an end that is still open.
  std::shared_ptr<PtyEnd> closing_;
  std::shared_ptr<Outlet> outlet_;
  std::shared_ptr<Child> child_;
  bool asked_by_timer_ = false;  // the child, because it has no watch
  Interest interest_;
  std::list<Chunk> chunks_;
  PartOfCharacter last_part_;  // what chunks_ ends with, as far as it has been decoded
  bool told_as_text_ = false;  // the last chunk taken
  size_t buffered_ = 0;
  bool wanted_ = true;  // JS takes data
  bool full_ = false;   // not read until JS has caught up
  size_t full_at_ = kFullBytes;
  bool parked_ = false;  // hung up, but may come back
  bool announced_ = false;
  bool ended_ = false;
  bool end_taken_ = false;
  bool taken_news_ = false;
  enum class InputWaits { kForNothing, kForRoom, kForTheLaunch } input_ = InputWaits::kForNothing;
  bool reaped_ = false;
  uint64_t held_signals_ = 0;  // a bit for each, until the child is its program
  std::optional<ExitStatus> exit_;
  // ...to here.

  std::mutex write_mutex_;  // taken before mutex_
  InputQueue queue_;
  uint64_t accepted_ = 0;           // bytes written, ever
  std::atomic<uint64_t> taken_{0};  // of these, not in queue_
  bool launched_ = false;           // the child needs no more patience

  // The reactor thread's own.
  Utf8Decoder decoder_;
  bool floods_ = false;
  TimePoint last_announced_{};
  TimePoint announce_at_ = kNever;
  TimePoint close_at_ = kNever;
  TimePoint reap_at_ = kNever;
  TimePoint read_at_ = kNever;
  std::chrono::milliseconds reap_interval_{1};
  TimePoint look_at_ = kNever;  // at the launch, for which something waits
  std::chrono::milliseconds look_interval_{1};
};

}  // namespace flatpty

#endif  // FLATPTY_PTY_H_
