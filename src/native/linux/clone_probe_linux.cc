#include "linux/clone_probe_linux.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>

#include "core/sys_error.h"
#include "linux/child_clone.h"
#include "linux/futex_linux.h"
#include "linux/raw_linux.h"
#include "unix/limits.h"
#include "unix/signals_blocked.h"

namespace flatpty {

namespace {

enum class Answer { kUnknown, kWorks, kDoesNot };

constexpr std::chrono::milliseconds kPatience{1000};

// Everything that LaunchByClone relies on: the child shares memory and descriptors, it can take
// descriptors of its own without taking the parent's, and the kernel clears a word at its end.
Answer Try(int fd) {
  alignas(16) static char stack[16 * 1024];
  static Futex running(1);
  static int descriptor;  // static, as the stack: a child that is late must not find other things
  running.Set(1);
  descriptor = fd;
  long pid;
  {
    const AllSignalsBlocked blocked;
    // No exit signal: a host that reaps every child of its own does not get this one.
    pid = raw_clone(CLONE_VM | CLONE_FILES | CLONE_CHILD_CLEARTID, stack + sizeof stack,
                    running.address(), child_clone_try, &descriptor);
  }
  if (pid < 0) {
    const int error = static_cast<int>(-pid);
    if (CloneIsUnknown(error)) return Answer::kDoesNot;
    throw SysError(error, "clone", {}, LimitBehind(error));
  }
  running.WaitWhile(1, kPatience, [] { return false; });
  const bool cleared = running.Get() == 0;
  if (!cleared) ::kill(static_cast<pid_t>(pid), SIGKILL);
  int status = 0;
  pid_t reaped;
  do {
    reaped = ::waitpid(static_cast<pid_t>(pid), &status, __WALL);
  } while (reaped < 0 && errno == EINTR);
  const bool succeeded = reaped == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  const bool untouched = ::fcntl(fd, F_GETFD) >= 0;
  return cleared && succeeded && untouched ? Answer::kWorks : Answer::kDoesNot;
}

}  // namespace

bool CloneIsUnknown(int error) { return error == EINVAL || error == ENOSYS || error == EPERM; }

bool CloneWorks(int fd) {
  static std::mutex trying;
  static std::atomic<Answer> answer{Answer::kUnknown};
  if (answer == Answer::kUnknown) {
    const std::lock_guard<std::mutex> lock(trying);
    if (answer == Answer::kUnknown) answer = Try(fd);
  }
  return answer == Answer::kWorks;
}

}  // namespace flatpty
