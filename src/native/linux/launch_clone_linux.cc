// clone with the parent's memory, and without vfork's wait: the exec takes most of a spawn's time,
// and the thread that spawns has other things to do. What the child needs stays until it has let
// go.
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstring>
#include <ctime>
#include <memory>
#include <mutex>
#include <utility>

#include "core/reactor.h"
#include "core/sys_error.h"
#include "linux/child_clone.h"
#include "linux/close_range_linux.h"
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
constexpr milliseconds kLookInterval{100};

// What the child uses of this process until its exec.
struct Borrowed {
  Borrowed(LaunchRequest request, int slave) : plan(std::move(request)) {
    child.plan = plan.get();
    child.slave = slave;
  }
  void* stack_end() { return stack + kStackBytes; }

  const ExecPlan plan;
  child_clone child = {};
  alignas(16) char stack[kStackBytes];
};

class CloneOutcome : public LaunchOutcome, public Kept {
 public:
  explicit CloneOutcome(std::unique_ptr<Borrowed> borrowed) : borrowed_(std::move(borrowed)) {}

  // The child's pid, or -errno. Call once; if there is no child, ChildIsGone next.
  long Start() {
    Borrowed* borrowed;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      borrowed = borrowed_.get();
      borrowed->child.settled = reinterpret_cast<int*>(&settled_);
    }
    const long pid = raw_clone(CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD, borrowed->stack_end(),
                               &running_, child_clone_run, &borrowed->child);
    pid_ = static_cast<pid_t>(pid);
    return pid;
  }

  const LaunchRequest& request() const { return borrowed_->plan.request(); }

  LaunchStage Stage() override {
    if (running_.load(std::memory_order_acquire) == 0) return LaunchStage::kDone;
    const bool settled = settled_.load(std::memory_order_acquire) != 0;
    return settled ? LaunchStage::kInSession : LaunchStage::kStarted;
  }

  std::optional<child_failure> Failure() override {
    if (running_.load(std::memory_order_acquire) != 0) return std::nullopt;
    const std::lock_guard<std::mutex> lock(mutex_);
    return Known();
  }

  void AwaitSession(milliseconds at_most) override { WaitWhile(&settled_, 0, at_most); }

  void AwaitDone(milliseconds at_most) override { WaitWhile(&running_, 1, at_most); }

  void ChildIsGone() noexcept override { running_ = 0; }

  bool LetGo() noexcept override {
    if (running_.load(std::memory_order_acquire) != 0) return false;
    const std::lock_guard<std::mutex> lock(mutex_);
    failure_ = Known();
    borrowed_.reset();
    return true;
  }

 private:
  // Looks now and then although the kernel wakes it: see Died.
  void WaitWhile(const std::atomic<int>* word, int value, milliseconds at_most) {
    const TimePoint deadline = Clock::now() + at_most;
    while (word->load(std::memory_order_acquire) == value) {
      const auto left = deadline - Clock::now();
      if (left <= left.zero() || running_ == 0 || Died()) return;
      const auto wait = std::min<Clock::duration>(left, kLookInterval);
      const timespec look = {0, static_cast<long>(std::chrono::nanoseconds(wait).count())};
      ::syscall(SYS_futex, word, FUTEX_WAIT, value, &look, nullptr, 0);
    }
  }

  std::optional<child_failure> Known() const {
    if (!borrowed_) return failure_;
    const volatile child_failure& told = borrowed_->child.failure;
    if (told.stage == CHILD_STAGE_NOWHERE) return std::nullopt;
    return child_failure{told.stage, told.error};
  }

  // Up to Linux 5.15 a child that dies of a signal that dumps core clears nothing.
  bool Died() {
    siginfo_t info = {};
    const int result = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
    return result < 0 ? errno == ECHILD : info.si_pid == pid_;
  }

  // The kernel clears it and wakes who waits when the child lets go of this memory, by its exec or
  // its end: CLONE_CHILD_CLEARTID, as for threads that are joined.
  std::atomic<int> running_{1};
  std::atomic<int> settled_{0};  // see child_clone
  static_assert(sizeof(std::atomic<int>) == sizeof(int) && std::atomic<int>::is_always_lock_free);
  pid_t pid_ = -1;
  std::mutex mutex_;
  std::unique_ptr<Borrowed> borrowed_;
  std::optional<child_failure> failure_;  // when borrowed_ is gone
};

// What looks like Linux and says it is older may not know CLONE_CHILD_CLEARTID at an exec: gVisor
// and WSL 1 say 4.4.
bool IsRecent() {
  utsname name;
  return ::uname(&name) == 0 && ::strverscmp(name.release, "5.9") >= 0;
}

// Where a filter refuses it the child would have to list what is open.
bool CanCloseRange() { return ::syscall(SYS_close_range, UINT_MAX, UINT_MAX, 0) == 0; }

// qemu-user says EINVAL, filters EPERM or ENOSYS.
bool IsUnknown(int error) { return error == EINVAL || error == ENOSYS || error == EPERM; }

}  // namespace

Launched LaunchByClone(LaunchRequest request, int slave) {
  // A child with other rights must not share memory with the parent; see launch_vfork.cc.
  if (request.ChangesIdentity() || !IsRecent() || !CanCloseRange())
    return LaunchByVfork(std::move(request), slave);
  const auto outcome =
      std::make_shared<CloneOutcome>(std::make_unique<Borrowed>(std::move(request), slave));
  Reactor::Get().Keep(outcome);
  long pid;
  {
    const AllSignalsBlocked blocked;
    pid = outcome->Start();
  }
  if (pid > 0) return Launched{static_cast<pid_t>(pid), outcome};
  LaunchRequest again = outcome->request();
  outcome->ChildIsGone();
  const int error = static_cast<int>(-pid);
  if (IsUnknown(error)) return LaunchByVfork(std::move(again), slave);
  throw SysError(error, "clone", {}, LimitBehind(error));
}

}  // namespace flatpty
