// vfork: the child borrows the parent's memory until its exec, so a spawn costs the same in a
// 3 GB process as in a small one (fork copies page tables: 30 ms per GB, peer-bench 1). vfork
// suspends the thread that calls it until the exec, which a virus scanner or a cold file server
// may hold up for seconds: so it is a thread of its own that calls it.
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "core/sys_error.h"
#include "unix/exec_plan_owner.h"
#include "unix/launch.h"
#include "unix/limits.h"
#include "unix/pipe_outcome.h"
#include "unix/signals_blocked.h"

namespace flatpty {

namespace {

// child_exec needs little; libc's start of a thread needs more.
constexpr size_t kStackBytes = 64 * 1024;
// The child says its pid before it does anything that can be held up.
constexpr std::chrono::hours kPatience{1};

struct Job {
  Job(LaunchRequest request, UniqueFd own_slave)
      : plan(std::move(request)), slave(std::move(own_slave)) {}

  struct Numbers {
    int slave;
    int status;
  };
  // Of the descriptors that the child gets copies of. Under the lock of Release, although the child
  // answers only after this: ThreadSanitizer does not see an order that goes through a child.
  Numbers numbers() {
    const std::lock_guard<std::mutex> lock(mutex);
    return {slave.get(), outcome->write_fd()};
  }

  // Of what the child has copies of by now. For either thread, and as often as they like.
  void Release() {
    const std::lock_guard<std::mutex> lock(mutex);
    slave.reset();
    outcome->Started();
  }

  const ExecPlan plan;
  std::mutex mutex;
  UniqueFd slave;
  const std::shared_ptr<PipeOutcome> outcome = std::make_shared<PipeOutcome>();
  // What vfork returned, for a child that was killed before it could say its pid; and its errno.
  std::atomic<pid_t> pid{0};
  std::atomic<int> error{0};
};

// A function of its own, never inlined: vfork returns twice into this frame, and the parent must
// find nothing in it that the child has changed.
__attribute__((noinline)) pid_t StartChild(const exec_plan& plan, int slave, int status) {
  // vfork's dangers are what this file and child_exec.c are about; a pid_t may take its result.
  // NOLINTNEXTLINE(*-unsafe-functions,cert-msc*,*.insecureAPI.vfork,clang-analyzer-unix.Vfork)
  const pid_t pid = ::vfork();
  if (pid == 0) child_exec(&plan, slave, status);
  return pid;
}

void* RunJob(void* argument) {
  const std::unique_ptr<std::shared_ptr<Job>> holder(static_cast<std::shared_ptr<Job>*>(argument));
  Job& job = **holder;
  const Job::Numbers numbers = job.numbers();
  const pid_t pid = StartChild(job.plan.get(), numbers.slave, numbers.status);
  if (pid < 0) job.error = errno;
  job.pid = pid;
  job.Release();  // which is the end of the pipe, for what waits
  return nullptr;
}

// All signals are blocked in the new thread: it inherits the caller's mask.
void StartThread(const std::shared_ptr<Job>& job) {
  pthread_attr_t attributes;
  int error = ::pthread_attr_init(&attributes);
  if (error != 0) throw SysError(error, "pthread_attr_init");
  ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  ::pthread_attr_setstacksize(&attributes, kStackBytes);
  auto holder = std::make_unique<std::shared_ptr<Job>>(job);
  {
    const AllSignalsBlocked blocked;
    pthread_t thread;
    error = ::pthread_create(&thread, &attributes, RunJob, holder.get());
  }
  ::pthread_attr_destroy(&attributes);
  // A thread counts as a process does, and the caller has asked for a process.
  if (error != 0) throw SysError(error, "fork", {}, LimitBehind(error));
  static_cast<void>(holder.release());  // the thread's
}

UniqueFd CopyOf(int fd) {
  UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
  if (!copy.valid()) ThrowLimit("fcntl");
  return copy;
}

}  // namespace

Launched LaunchByVfork(LaunchRequest request, int slave) {
  if (request.ChangesIdentity()) return LaunchByFork(std::move(request), slave);
  const auto job = std::make_shared<Job>(std::move(request), CopyOf(slave));
  StartThread(job);
  job->outcome->AwaitSession(kPatience);
  pid_t pid = job->outcome->pid();
  if (pid == 0) {
    // It failed, or was killed, before it led its session: vfork has returned, or is about to.
    while ((pid = job->pid) == 0) ::sched_yield();
  }
  job->Release();
  const int error = job->error;
  if (pid < 0) throw SysError(error, "fork", {}, LimitBehind(error));
  Reactor::Get().ReleaseLater(job->outcome);
  return Launched{pid, job->outcome};
}

}  // namespace flatpty
