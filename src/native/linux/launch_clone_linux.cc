// clone with the parent's memory, and without vfork's wait: the exec takes most of a spawn's time,
// and the thread that spawns has other things to do. What the child needs stays until it has let
// go.
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <mutex>
#include <utility>

#include "core/reactor.h"
#include "core/sys_error.h"
#include "linux/child_clone.h"
#include "linux/clone_probe_linux.h"
#include "linux/futex_linux.h"
#include "linux/raw_linux.h"
#include "unix/exec_plan_owner.h"
#include "unix/launch.h"
#include "unix/limits.h"
#include "unix/signals_blocked.h"

namespace flatpty {

using std::chrono::milliseconds;

namespace {

// The child calls a few small functions and no signal handler.
constexpr size_t kStackBytes = 16 * 1024;

// What the child uses of this process until its exec.
struct SharedWithChild {
  SharedWithChild(LaunchRequest request, int slave) : plan(std::move(request)) {
    child.plan = plan.get();
    child.slave = slave;
  }
  void* stack_end() { return stack + kStackBytes; }

  ExecPlan plan;
  child_clone child = {};
  alignas(16) char stack[kStackBytes];
};

class CloneOutcome : public LaunchOutcome, public DeferredRelease {
 public:
  explicit CloneOutcome(std::unique_ptr<SharedWithChild> shared) : shared_(std::move(shared)) {}

  // The child's pid, or -errno; if there is no child, Abandon next. Call once.
  long Start() {
    SharedWithChild* shared;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      shared = shared_.get();
      shared->child.settled = settled_.address();
    }
    const long pid =
        raw_clone(CLONE_VM | CLONE_FILES | CLONE_CHILD_CLEARTID | SIGCHLD, shared->stack_end(),
                  running_.address(), child_clone_run, &shared->child);
    pid_ = static_cast<pid_t>(pid);
    return pid;
  }

  // Gives the request back: there is no child.
  LaunchRequest Abandon() noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    running_.Set(0);
    LaunchRequest request = std::move(shared_->plan).TakeRequest();
    shared_.reset();
    return request;
  }

  LaunchStage Stage() override {
    if (running_.Get() == 0) return LaunchStage::kDone;
    return settled_.Get() != 0 ? LaunchStage::kInSession : LaunchStage::kStarted;
  }

  std::optional<child_failure> Failure() override {
    if (running_.Get() != 0) return std::nullopt;
    const std::lock_guard<std::mutex> lock(mutex_);
    return Known();
  }

  void AwaitSession(milliseconds at_most) override {
    settled_.WaitWhile(0, at_most, [this] { return running_.Get() == 0 || Died(); });
  }

  void AwaitDone(milliseconds at_most) override {
    running_.WaitWhile(1, at_most, [this] { return Died(); });
  }

  void ChildIsGone() noexcept override { running_.Set(0); }

  void Release(UniqueFd slave) noexcept override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (Stage() == LaunchStage::kStarted) slave_ = std::move(slave);
  }

  bool ReleaseIfDone() noexcept override {
    const LaunchStage stage = Stage();
    if (stage == LaunchStage::kStarted) return false;
    const std::lock_guard<std::mutex> lock(mutex_);
    slave_.reset();
    if (stage != LaunchStage::kDone) return false;
    failure_ = Known();
    shared_.reset();
    return true;
  }

 private:
  std::optional<child_failure> Known() const {
    if (!shared_) return failure_;
    const volatile child_failure& told = shared_->child.failure;
    if (told.stage == CHILD_STAGE_NOWHERE) return std::nullopt;
    return child_failure{told.stage, told.error};
  }

  // Up to Linux 5.15 a child that dies of a signal that dumps core clears nothing.
  bool Died() const {
    siginfo_t info = {};
    const int result = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
    return result < 0 ? errno == ECHILD : info.si_pid == pid_;
  }

  // The kernel clears it and wakes a waiting thread when the child no longer uses this memory, by
  // its exec or its end: CLONE_CHILD_CLEARTID, as for threads that are joined.
  Futex running_{1};
  Futex settled_{0};  // see child_clone
  pid_t pid_ = -1;
  std::mutex mutex_;
  std::unique_ptr<SharedWithChild> shared_;
  UniqueFd slave_;                        // the child finds it in this process's table
  std::optional<child_failure> failure_;  // when shared_ is gone
};

}  // namespace

Launched LaunchByClone(LaunchRequest request, int slave) {
  // A child with other rights must not share memory with the parent; see launch_fork.cc.
  if (request.ChangesIdentity()) return LaunchByFork(std::move(request), slave);
  if (!CloneWorks(slave)) return LaunchByVfork(std::move(request), slave);
  const auto outcome =
      std::make_shared<CloneOutcome>(std::make_unique<SharedWithChild>(std::move(request), slave));
  long pid;
  {
    const AllSignalsBlocked blocked;
    pid = outcome->Start();
  }
  if (pid > 0) {
    Reactor::Get().ReleaseLater(outcome);
    return Launched{static_cast<pid_t>(pid), outcome};
  }
  LaunchRequest again = outcome->Abandon();
  const int error = static_cast<int>(-pid);
  // A filter that came since the probe.
  if (CloneIsUnknown(error)) return LaunchByVfork(std::move(again), slave);
  throw SysError(error, "clone", {}, LimitBehind(error));
}

}  // namespace flatpty
