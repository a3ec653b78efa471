#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "unix/session_look.h"
#include "unix/unique_fd.h"

namespace flatpty {

namespace {

constexpr long kPidfdSendSignal = 424;  // Linux 5.1
constexpr long kPidfdOpen = 434;        // Linux 5.3

}  // namespace

// The pidfd is opened first and the session looked up after that, so the signal cannot reach a
// process that has got the number meanwhile. Without pidfds that window stays open.
int SignalProcess(pid_t pid, pid_t session, int signal) {
  if (pid <= 1 || session <= 1 || pid == ::getpid()) return ESRCH;
  const UniqueFd pidfd(static_cast<int>(::syscall(kPidfdOpen, pid, 0)));
  if (::getsid(pid) != session) return ESRCH;
  if (pidfd.valid()) {
    if (::syscall(kPidfdSendSignal, pidfd.get(), signal, nullptr, 0) == 0) return 0;
    if (errno == ESRCH) return ESRCH;
    // Refused by the kernel or by a filter; a refusal is kill's to judge.
  }
  return ::kill(pid, signal) == 0 ? 0 : errno;
}

}  // namespace flatpty
