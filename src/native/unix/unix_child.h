// A child process, by its pid.
#ifndef FLATPTY_UNIX_UNIX_CHILD_H_
#define FLATPTY_UNIX_UNIX_CHILD_H_

#include <sys/types.h>

#include <memory>

#include "core/child.h"
#include "unix/fd_poller.h"
#include "unix/launch.h"

namespace flatpty {

class UnixChild : public Child {
 public:
  explicit UnixChild(FdPoller* poller) : poller_(poller) {}

  // Before anything else, and once. Needs no memory, so that no child is lost for want of it.
  void Is(Launched launched) noexcept {
    pid_ = launched.pid;
    outcome_ = std::move(launched.outcome);
  }

  int64_t id() const override { return pid_; }
  bool Watch(Token token) noexcept override;
  std::optional<ExitStatus> Reap() override;
  bool Signal(int signal) override;
  SignalEffect EffectOf(int signal) const override;
  LaunchStage Stage() override;
  std::optional<LaunchFailure> Failure() override;
  std::string FailureWords() override;

 private:
  // What kept it from its program, but for a terminal that was closed before the child was in it:
  // that is a hang-up, and no failure.
  std::optional<child_failure> Unlaunched();
  // The terminal was closed before the child was in it, where SIGHUP would have found it.
  bool HungUpOnItsWay();

  FdPoller* const poller_;
  pid_t pid_ = -1;
  std::shared_ptr<LaunchOutcome> outcome_;  // null for a child that was started otherwise
  std::unique_ptr<ChildWatch> watch_;
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_UNIX_CHILD_H_
