#include "macos/process_rows_macos.h"

#include <libproc.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <unistd.h>

#include "macos/libproc_list_macos.h"

namespace flatpty {

namespace {

char LetterOf(uint32_t status) {
  switch (status) {
    case SZOMB:
      return 'Z';
    case SSTOP:
      return 'T';
    case SRUN:
      return 'R';
    default:
      return 'S';
  }
}

}  // namespace

std::vector<pid_t> ListAllProcesses() {
  return ReadLibprocList<pid_t>("proc_listpids", [](void* buffer, int size) {
    return ::proc_listpids(PROC_ALL_PIDS, 0, buffer, size);
  });
}

std::optional<ProcessRow> ReadProcessRow(pid_t pid) {
  proc_bsdshortinfo info;
  // Zombies are found only by those who ask for them: the 1.
  const int size = ::proc_pidinfo(pid, PROC_PIDT_SHORTBSDINFO, 1, &info, sizeof info);
  if (size != static_cast<int>(sizeof info)) return std::nullopt;
  const pid_t session = ::getsid(pid);
  ProcessRow row = {pid,
                    info.pbsi_comm,
                    LetterOf(info.pbsi_status),
                    static_cast<pid_t>(info.pbsi_ppid),
                    session > 0 ? session : 0,
                    1,
                    info.pbsi_uid,
                    0};
  proc_taskallinfo all;
  if (::proc_pidinfo(pid, PROC_PIDTASKALLINFO, 0, &all, sizeof all) ==
      static_cast<int>(sizeof all)) {
    row.threads = all.ptinfo.pti_threadnum;
    row.started = static_cast<double>(all.pbsd.pbi_start_tvsec) +
                  static_cast<double>(all.pbsd.pbi_start_tvusec) / 1e6;
  }
  return row;
}

std::vector<std::string> OpenFilesOf(pid_t pid) {
  std::vector<std::string> paths;
  const std::vector<proc_fdinfo> fds = ReadFdList(pid);
  for (const proc_fdinfo& entry : fds) {
    if (entry.proc_fdtype == PROX_FDTYPE_VNODE) paths.push_back(VnodePath(pid, entry.proc_fd));
  }
  return paths;
}

}  // namespace flatpty
