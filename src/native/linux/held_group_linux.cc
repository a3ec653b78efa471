#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "unix/held_group.h"

namespace flatpty {

namespace {

constexpr long kPidfdSendSignal = 424;       // Linux 5.1
constexpr long kPidfdOpen = 434;             // Linux 5.3
constexpr unsigned kSignalProcessGroup = 4;  // PIDFD_SIGNAL_PROCESS_GROUP, Linux 6.9

}  // namespace

// A group whose leader has been reaped has no pidfd: then only its number is left.
HeldGroup::HeldGroup(pid_t number)
    : number_(number), holder_(static_cast<int>(::syscall(kPidfdOpen, number, 0))) {}

int HeldGroup::Signal(int signal) const {
  if (holder_.valid()) {
    const long sent =
        ::syscall(kPidfdSendSignal, holder_.get(), signal, nullptr, kSignalProcessGroup);
    if (sent == 0) return 0;
    if (errno == ESRCH) return ESRCH;
    // EINVAL before Linux 6.9; or a filter refuses it, or a member: kill(2) judges that.
  }
  return ::kill(-number_, signal) == 0 ? 0 : errno;
}

}  // namespace flatpty
