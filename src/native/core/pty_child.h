// The child behind a pty: reaping it and signalling it.
#ifndef FLATPTY_PTY_CHILD_H_
#define FLATPTY_PTY_CHILD_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "core/backoff.h"
#include "core/child.h"
#include "core/pty_output.h"
#include "core/pty_shared.h"

namespace flatpty {

class PtyChild {
 public:
  PtyChild(PtyShared* shared, PtyOutput* output) : shared_(*shared), output_(*output) {}

  // From here on it is reaped, whatever becomes of the pty. Call once.
  void Adopt(std::shared_ptr<Child> child) noexcept;

  // Any thread.

  // -1 where there is none.
  int64_t id() const { return id_; }
  // How far it is on its way to its program. kDone also where there is no child.
  LaunchStage Stage();
  // Why it could not become its program; to be asked when the stage is kDone.
  std::optional<LaunchFailure> Failure();
  // A signal that dumps core is held until the child is its program. False when the child is
  // reaped, or may not be signalled.
  bool Kill(int signal);
  // Makes room for what the session prints when it is signalled (0: it is not). False when the
  // child has been reaped.
  bool ExpectSignal(int signal);
  // No child is left that could be signalled.
  bool gone(Held) const { return state_ == State::kNone || state_ == State::kReaped; }
  bool reaped(Held) const { return state_ == State::kReaped; }
  // Its launch is waited for by a signal.
  bool holds_signals(Held) const { return held_signals_ != 0; }
  bool HasNews(Held) const { return exit_.has_value(); }
  std::optional<ExitStatus> TakeExit(Held) { return std::exchange(exit_, std::nullopt); }

  // The I/O thread.

  // True when it has been reaped just now.
  bool Reap();
  bool IsReaped();
  // It is to be asked by timer from `now` on, or sooner than it would be.
  void AskAgain(TimePoint now) { reap_.Next(now); }
  void AskSooner(TimePoint now);
  // The timer says that it is to be asked.
  bool IsToBeAsked(TimePoint now);
  // What was held until the child is its program.
  void SendHeldSignals();
  TimePoint deadline() const { return reap_.at(); }

 private:
  enum class State {
    kNone,
    kUnwatched,  // the OS does not watch it; the I/O thread does not ask by timer yet
    kRunning,
    kReaped,
  };

  std::shared_ptr<Child> Get();
  void SayFailure();

  PtyShared& shared_;
  PtyOutput& output_;
  std::atomic<int64_t> id_{-1};

  // Guarded by the line's lock.
  std::shared_ptr<Child> child_;
  State state_ = State::kNone;
  uint64_t held_signals_ = 0;       // a bit for each
  std::optional<ExitStatus> exit_;  // until JS has taken it

  // The I/O thread's own.
  Backoff reap_{std::chrono::milliseconds(50)};
};

}  // namespace flatpty

#endif  // FLATPTY_PTY_CHILD_H_
