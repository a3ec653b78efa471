// Who is in the foreground of a terminal. Each answer may be outdated when it arrives.
#ifndef FLATPTY_UNIX_FOREGROUND_H_
#define FLATPTY_UNIX_FOREGROUND_H_

#include <sys/types.h>

#include <string>

namespace flatpty {

// A living process of the foreground group `group`: its leader, or, when that is over as the first
// program of a pipeline may be, another one; else the session's leader, as in tmux. `leader` is
// below 1 when the session's leader has ended. 0 when none lives.
pid_t ForegroundProcess(pid_t group, pid_t leader);

// The folder of the first of these whose folder may be read: not that of another user's program.
// Empty when there is none.
std::string ForegroundCwd(pid_t group, pid_t leader);

// The session that the foreground group is of: not the terminal's own after a program has taken the
// terminal over (setsid -c). Only a session whose leader has the terminal open, because the number
// of a group that is over may be a stranger's. 0 when unknown.
pid_t ControllingSession(pid_t group, const std::string& slave_name);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_FOREGROUND_H_
