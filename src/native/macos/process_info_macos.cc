#include <libproc.h>
#include <signal.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <unistd.h>

#include <vector>

#include "unix/process_info.h"

namespace flatpty {

namespace {

// PROC_PIDT_SHORTBSDINFO is the one that also answers for other users' processes, such as what
// sudo runs (os-semantics 4).
bool ReadInfo(pid_t pid, proc_bsdshortinfo* info) {
  const int size = ::proc_pidinfo(pid, PROC_PIDT_SHORTBSDINFO, 0, info, sizeof *info);
  return size == static_cast<int>(sizeof *info);
}

}  // namespace

bool ReadProcess(pid_t pid, ProcessState* state) {
  proc_bsdshortinfo info;
  if (!ReadInfo(pid, &info)) return false;
  state->group = static_cast<pid_t>(info.pbsi_pgid);
  state->session = ::getsid(pid);
  state->live = info.pbsi_status != SZOMB;
  return true;
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
  ProcessState state;
  return ReadProcess(pid, &state) && state.live && state.session == session &&
         ::kill(pid, signal) == 0;
}

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

}  // namespace flatpty
