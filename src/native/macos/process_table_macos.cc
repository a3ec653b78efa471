#include <libproc.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "macos/process_rows_macos.h"
#include "unix/process_table.h"

namespace flatpty {

namespace {

class ListedNumbers : public ProcessNumbers {
 public:
  explicit ListedNumbers(std::vector<pid_t> pids) : pids_(std::move(pids)) {}
  pid_t Next() override { return at_ < pids_.size() ? pids_[at_++] : 0; }

 private:
  const std::vector<pid_t> pids_;
  size_t at_ = 0;
};

}  // namespace

// XNU copies its list under its own lock, and hides nothing of it from anyone.
std::unique_ptr<ProcessNumbers> ListProcesses(Listing, pid_t) {
  const int expected = ::proc_listallpids(nullptr, 0);
  // Some room, because processes start between the two calls.
  std::vector<pid_t> pids(static_cast<size_t>(expected > 0 ? expected : 0) + 256);
  const int count = ::proc_listallpids(pids.data(), static_cast<int>(pids.size() * sizeof(pid_t)));
  pids.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return std::make_unique<ListedNumbers>(std::move(pids));
}

std::unique_ptr<ProcessNumbers> ListNewestProcesses() { return nullptr; }

// PROC_PIDT_SHORTBSDINFO is the one that also answers for other users' processes, such as what
// sudo runs, and, asked with an argument that is not 0, for zombies (bsd/kern/proc_info.c).
bool ReadFacts(pid_t pid, ProcessFacts* facts) {
  proc_bsdshortinfo info;
  const int size = ::proc_pidinfo(pid, PROC_PIDT_SHORTBSDINFO, 1, &info, sizeof info);
  if (size != static_cast<int>(sizeof info)) return false;
  facts->pid = pid;
  facts->parent = static_cast<pid_t>(info.pbsi_ppid);
  facts->group = static_cast<pid_t>(info.pbsi_pgid);
  facts->session = ::getsid(pid);
  switch (info.pbsi_status) {
    case SZOMB:
      facts->state = ProcessState::kZombie;
      break;
    case SSTOP:
      facts->state = ProcessState::kStopped;
      break;
    case SRUN:
      facts->state = ProcessState::kRunning;
      break;
    default:
      facts->state = ProcessState::kSleeping;
  }
  return facts->session > 0;
}

double StartOf(pid_t pid) {
  const std::optional<ProcessRow> row = ReadProcessRow(pid);
  if (!row) return kNoSuchProcess;
  return row->started > 0 ? row->started : kStartUnknown;
}

bool HasOpen(pid_t pid, const std::string& slave_name) {
  for (const int fd : {0, 1, 2}) {
    vnode_fdinfowithpath info;
    const int size = ::proc_pidfdinfo(pid, fd, PROC_PIDFDVNODEPATHINFO, &info, sizeof info);
    if (size == static_cast<int>(sizeof info) && slave_name == info.pvip.vip_path) return true;
  }
  return false;
}

std::string BlindSpot() { return {}; }

}  // namespace flatpty
