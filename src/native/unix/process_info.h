// What the OS knows of other processes. Each answer may be outdated when it arrives.
#ifndef FLATPTY_PROCESS_INFO_H_
#define FLATPTY_PROCESS_INFO_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace flatpty {

// argv[0] as node-pty's `process` shows it; empty when unknown, as of a child of ours before its
// exec.
std::string ProcessName(pid_t pid);

// Empty when unknown or not permitted.
std::string ProcessCwd(pid_t pid);

struct ProcessState {
  pid_t group;
  pid_t session;
  bool live;  // not a zombie
};

// The OS's half: false when there is no such process.
bool ReadProcess(pid_t pid, ProcessState* state);

// The OS's half.
std::vector<pid_t> AllProcesses();

// The OS's half: signals `pid` if it still lives in `session`, as safely as the OS allows.
bool SignalMember(pid_t pid, pid_t session, int signal);

struct Session {
  pid_t id;
  bool leader_reaped;
  pid_t foreground_group;  // below 1 when there is none
};

// Signals every process of the session (signal 0: only counts them), those of the foreground group
// first. Returns how many there were.
int SignalSessionMembers(const Session& session, int signal);

}  // namespace flatpty

#endif  // FLATPTY_PROCESS_INFO_H_
