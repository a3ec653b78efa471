#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "unix/session_look.h"

namespace flatpty {

// XNU has no pidfd: the session is looked up right before, and that window stays.
int SignalProcess(pid_t pid, pid_t session, int signal) {
  if (pid <= 1 || session <= 1 || pid == ::getpid() || ::getsid(pid) != session) return ESRCH;
  return ::kill(pid, signal) == 0 ? 0 : errno;
}

}  // namespace flatpty
