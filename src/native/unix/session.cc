// The processes of a session, found and signalled.
#include "unix/process_info.h"

namespace flatpty {

int SignalSessionMembers(const Session& session, int signal) {
  // The kernel keeps a session's number from being reused while it has members. So a process with
  // that very pid after the leader was reaped means that ours is gone and this is a stranger's.
  ProcessState leader;
  if (session.leader_reaped && ReadProcess(session.id, &leader)) return 0;
  std::vector<pid_t> foreground;
  std::vector<pid_t> others;
  for (const pid_t pid : AllProcesses()) {
    ProcessState state;
    if (pid <= 1 || !ReadProcess(pid, &state) || !state.live) continue;
    if (state.session != session.id) continue;
    (state.group == session.foreground_group ? foreground : others).push_back(pid);
  }
  if (signal == 0) return static_cast<int>(foreground.size() + others.size());
  int members = 0;
  for (const pid_t pid : foreground) members += SignalMember(pid, session.id, signal);
  for (const pid_t pid : others) members += SignalMember(pid, session.id, signal);
  return members;
}

}  // namespace flatpty
