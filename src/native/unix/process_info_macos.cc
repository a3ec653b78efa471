#include <libproc.h>
#include <signal.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <unistd.h>

#include <vector>

#include "../process_info.h"

namespace flatpty {

namespace {

// PROC_PIDT_SHORTBSDINFO is the one that also answers for other users' processes, such as what
// sudo runs (os-semantics 4).
bool ReadInfo(pid_t pid, proc_bsdshortinfo* info) {
  const int size = ::proc_pidinfo(pid, PROC_PIDT_SHORTBSDINFO, 0, info, sizeof *info);
  return size == static_cast<int>(sizeof *info);
}

bool ReadLiveMember(pid_t pid, pid_t session, proc_bsdshortinfo* info) {
  return ::getsid(pid) == session && ReadInfo(pid, info) && info->pbsi_status != SZOMB;
}

std::vector<pid_t> AllProcesses() {
  // Some room, because processes start between the two calls.
  std::vector<pid_t> pids(static_cast<size_t>(::proc_listallpids(nullptr, 0)) + 64);
  const int count = ::proc_listallpids(pids.data(), static_cast<int>(pids.size() * sizeof(pid_t)));
  pids.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return pids;
}

// XNU has no pidfd: the session is looked up again right before, and that window stays.
bool SignalMember(pid_t pid, pid_t session, int signal) {
  proc_bsdshortinfo info;
  return ReadLiveMember(pid, session, &info) && ::kill(pid, signal) == 0;
}

}  // namespace

std::string ProcessName(pid_t pid) {
  proc_bsdshortinfo info;
  if (!ReadInfo(pid, &info)) return {};
  const std::string name = info.pbsi_comm;
  // Not yet the program: the helper is about to become it.
  return name == "spawn-helper" || name == "kernel_task" ? std::string() : name;
}

std::string ProcessCwd(pid_t pid) {
  proc_vnodepathinfo info;
  const int size = ::proc_pidinfo(pid, PROC_PIDVNODEPATHINFO, 0, &info, sizeof info);
  return size == static_cast<int>(sizeof info) ? info.pvi_cdir.vip_path : std::string();
}

int SignalSessionMembers(const Session& session, int signal) {
  // As on Linux: a process with the reaped leader's very pid is a stranger.
  proc_bsdshortinfo leader;
  if (session.leader_reaped && ReadInfo(session.id, &leader)) return 0;
  std::vector<pid_t> foreground;
  std::vector<pid_t> others;
  for (const pid_t pid : AllProcesses()) {
    proc_bsdshortinfo info;
    if (pid <= 1 || !ReadLiveMember(pid, session.id, &info)) continue;
    const bool is_foreground = static_cast<pid_t>(info.pbsi_pgid) == session.foreground_group;
    (is_foreground ? foreground : others).push_back(pid);
  }
  if (signal == 0) return static_cast<int>(foreground.size() + others.size());
  int members = 0;
  for (const pid_t pid : foreground) members += SignalMember(pid, session.id, signal);
  for (const pid_t pid : others) members += SignalMember(pid, session.id, signal);
  return members;
}

}  // namespace flatpty
