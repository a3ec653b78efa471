#include <libproc.h>
#include <sys/proc_info.h>

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

std::string ProcessName(pid_t pid) {
  proc_bsdshortinfo info;
  if (!ReadInfo(pid, &info)) return {};
  const std::string name = info.pbsi_comm;
  // Not yet the program: the helper is about to become it.
  return name == "spawn-helper" || name == "kernel_task" ? std::string() : name;
}

std::string ProcessCommand(pid_t pid) {
  proc_bsdshortinfo info;
  return ReadInfo(pid, &info) ? info.pbsi_comm : std::string();
}

std::string ProcessCwd(pid_t pid) {
  proc_vnodepathinfo info;
  const int size = ::proc_pidinfo(pid, PROC_PIDVNODEPATHINFO, 0, &info, sizeof info);
  return size == static_cast<int>(sizeof info) ? info.pvi_cdir.vip_path : std::string();
}

}  // namespace flatpty
