// System calls that flatpty tries first and does without where it must.
#ifndef FLATPTY_UNIX_SYSTEM_CALLS_H_
#define FLATPTY_UNIX_SYSTEM_CALLS_H_

#include <string>
#include <vector>

namespace flatpty {

// The OS's half: those that the kernel does not have, or that a filter (seccomp) refuses. Each is
// tried with arguments that do nothing.
std::vector<std::string> RefusedSystemCalls();

}  // namespace flatpty

#endif  // FLATPTY_UNIX_SYSTEM_CALLS_H_
