// What the OS knows of other processes. Each answer may be outdated when it arrives.
#ifndef FLATPTY_PROCESS_INFO_H_
#define FLATPTY_PROCESS_INFO_H_

#include <sys/types.h>

#include <string>

namespace flatpty {

// argv[0] as node-pty's `process` shows it; empty when unknown.
std::string ProcessName(pid_t pid);

// Empty when unknown or not permitted.
std::string ProcessCwd(pid_t pid);

// Signals every process of `session` (signal 0: only counts them), the leader included unless it
// `leader_reaped`. Returns how many there were.
int SignalSessionMembers(pid_t session, bool leader_reaped, int signal);

}  // namespace flatpty

#endif  // FLATPTY_PROCESS_INFO_H_
