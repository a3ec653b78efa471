#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "unix/system_calls.h"
#include "unix/unique_fd.h"

namespace flatpty {

namespace {

// Numbers of our own, because old headers lack them; the same on every architecture.
constexpr long kPidfdSendSignal = 424;  // Linux 5.1
constexpr long kPidfdOpen = 434;        // Linux 5.3
constexpr long kCloseRange = 436;       // Linux 5.9

// Filters answer EPERM or ENOSYS, and none of the calls below does so by itself.
bool Refused(long result) { return result < 0 && (errno == ENOSYS || errno == EPERM); }

}  // namespace

std::vector<std::string> RefusedSystemCalls() {
  std::vector<std::string> refused;
  const UniqueFd pidfd(static_cast<int>(::syscall(kPidfdOpen, ::getpid(), 0)));
  if (Refused(pidfd.get())) refused.emplace_back("pidfd_open");
  if (Refused(::syscall(kPidfdSendSignal, -1, 0, nullptr, 0))) {
    refused.emplace_back("pidfd_send_signal");
  }
  // No descriptor has the highest number.
  if (Refused(::syscall(kCloseRange, ~0U, ~0U, 0))) refused.emplace_back("close_range");
  // Signal handlers cannot be shared without the memory: EINVAL, clone(2).
  if (Refused(::syscall(SYS_clone, CLONE_SIGHAND, 0, 0, 0, 0))) refused.emplace_back("clone");
  return refused;
}

}  // namespace flatpty
