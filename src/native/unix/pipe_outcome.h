// What a child says through its status pipe, read on demand and never waited for.
#ifndef FLATPTY_UNIX_PIPE_OUTCOME_H_
#define FLATPTY_UNIX_PIPE_OUTCOME_H_

#include <chrono>
#include <mutex>
#include <optional>

#include "core/reactor.h"
#include "unix/launch.h"
#include "unix/unique_fd.h"

namespace flatpty {

class PipeOutcome : public LaunchOutcome, public DeferredRelease {
 public:
  PipeOutcome();  // throws SysError

  // For the child, which writes child_failure records to it.
  int write_fd() const { return write_end_.get(); }
  // The child has its copy.
  void Started() { write_end_.reset(); }

  LaunchStage Stage() override;
  std::optional<child_failure> Failure() override;
  void AwaitSession(std::chrono::milliseconds at_most) override;
  void AwaitDone(std::chrono::milliseconds at_most) override;
  void ChildIsGone() noexcept override;
  bool ReleaseIfDone() noexcept override { return Stage() == LaunchStage::kDone; }

  // The pid that the child has said; 0 before that.
  pid_t pid();

 private:
  void Read() noexcept;  // with mutex_ held
  void AwaitPast(LaunchStage stage, std::chrono::milliseconds at_most);

  std::mutex mutex_;
  UniqueFd read_end_;  // closed when the child has said all, or is gone
  UniqueFd write_end_;
  LaunchStage stage_ = LaunchStage::kStarted;
  pid_t pid_ = 0;
  std::optional<child_failure> failure_;
};

// The OS's half: a close-on-exec pipe. Throws SysError.
void OpenPipe(UniqueFd* read_end, UniqueFd* write_end);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_PIPE_OUTCOME_H_
