// libproc over /proc, with XNU's rules (bsd/kern/proc_info.c):
//  - a zombie is found only by PROC_PIDT_SHORTBSDINFO, and only when `arg` is not 0;
//  - PROC_PIDT_SHORTBSDINFO answers for everybody's processes, the others only for one's own user's
//    (and root): EPERM;
//  - pbsi_comm has 15 characters and a NUL;
//  - a list without a buffer says how much room it may need, with some to spare.
#include "libproc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "proc_files.h"

namespace {

using darwin::NumbersIn;
using darwin::ReadText;

constexpr int kSpare = 20;

struct Stat {
  std::string command;
  char state;
  int parent;
  int group;
};

std::string PathOf(int pid, const char* name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

bool ReadStat(int pid, Stat* stat) {
  const std::string text = ReadText(PathOf(pid, "stat"));
  const size_t begin = text.find('(');
  const size_t end = text.rfind(')');
  if (end == std::string::npos) return false;
  stat->command = text.substr(begin + 1, end - begin - 1);
  // The kernel's own numbers, and counted. NOLINTNEXTLINE(cert-err34-c)
  return sscanf(text.c_str() + end + 1, " %c %d %d", &stat->state, &stat->parent, &stat->group) ==
         3;
}

int Fail(int error) {
  errno = error;
  return 0;
}

bool MayLookInto(int pid) {
  struct stat info;
  const uid_t user = geteuid();
  return user == 0 || (stat(PathOf(pid, "").c_str(), &info) == 0 && info.st_uid == user);
}

uint32_t StatusOf(char state) {
  if (state == 'Z' || state == 'X') return SZOMB;
  if (state == 'T' || state == 't') return SSTOP;
  return state == 'R' ? SRUN : SSLEEP;
}

int ShortInfo(int pid, const Stat& stat, void* buffer) {
  proc_bsdshortinfo info = {};
  info.pbsi_pid = static_cast<uint32_t>(pid);
  info.pbsi_ppid = static_cast<uint32_t>(stat.parent);
  info.pbsi_pgid = static_cast<uint32_t>(stat.group);
  info.pbsi_status = StatusOf(stat.state);
  strncpy(info.pbsi_comm, stat.command.c_str(), MAXCOMLEN - 1);
  memcpy(buffer, &info, sizeof info);
  return sizeof info;
}

// Threads and start; the rest is not asked for.
int TaskAllInfo(int pid, void* buffer) {
  const std::string text = ReadText(PathOf(pid, "stat"));
  long threads = 0;
  unsigned long long ticks = 0;
  const char* const behind = text.c_str() + text.rfind(')') + 1;
  constexpr const char* kFields =
      " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld %*d %llu";
  // The kernel's own numbers, and counted. NOLINTNEXTLINE(cert-err34-c)
  if (sscanf(behind, kFields, &threads, &ticks) != 2) return Fail(ESRCH);
  timespec boot = {};
  timespec now = {};
  clock_gettime(CLOCK_BOOTTIME, &boot);
  clock_gettime(CLOCK_REALTIME, &now);
  const auto per_second = static_cast<unsigned long long>(sysconf(_SC_CLK_TCK));
  proc_taskallinfo info = {};
  info.pbsd.pbi_pid = static_cast<uint32_t>(pid);
  info.pbsd.pbi_start_tvsec = static_cast<uint64_t>(now.tv_sec - boot.tv_sec) + ticks / per_second;
  info.pbsd.pbi_start_tvusec = ticks % per_second * 1'000'000 / per_second;
  info.ptinfo.pti_threadnum = static_cast<int32_t>(threads);
  memcpy(buffer, &info, sizeof info);
  return sizeof info;
}

void CopyLink(const std::string& link, char* path) {
  const ssize_t size = readlink(link.c_str(), path, DARWIN_MAXPATHLEN - 1);
  path[size < 0 ? 0 : size] = '\0';
}

int VnodePaths(int pid, void* buffer) {
  auto* const info = static_cast<proc_vnodepathinfo*>(buffer);
  memset(info, 0, sizeof *info);
  CopyLink(PathOf(pid, "cwd"), info->pvi_cdir.vip_path);
  CopyLink(PathOf(pid, "root"), info->pvi_rdir.vip_path);
  return sizeof *info;
}

// Linux knows descriptors by the text of a link; what has no like on macOS counts as a kqueue,
// which is what libuv and flatpty have there in place of epoll, eventfd and pidfd.
uint32_t TypeOf(const std::string& target) {
  if (target.rfind("pipe:", 0) == 0) return PROX_FDTYPE_PIPE;
  if (target.rfind("socket:", 0) == 0) return PROX_FDTYPE_SOCKET;
  return target[0] == '/' ? PROX_FDTYPE_VNODE : PROX_FDTYPE_KQUEUE;
}

std::string TargetOf(int pid, int fd) {
  char path[DARWIN_MAXPATHLEN];
  CopyLink(PathOf(pid, "fd/") + std::to_string(fd), path);
  return path;
}

template <typename Item>
int CopyList(const std::vector<Item>& items, void* buffer, int size) {
  if (buffer == nullptr) return static_cast<int>((items.size() + kSpare) * sizeof(Item));
  const size_t bytes = std::min(items.size(), size / sizeof(Item)) * sizeof(Item);
  memcpy(buffer, items.data(), bytes);
  return static_cast<int>(bytes);
}

int ListFds(int pid, void* buffer, int size) {
  std::vector<proc_fdinfo> fds;
  for (const int fd : NumbersIn(PathOf(pid, "fd"))) {
    const std::string target = TargetOf(pid, fd);
    if (!target.empty()) fds.push_back({fd, TypeOf(target)});
  }
  return CopyList(fds, buffer, size);
}

int ListThreads(int pid, void* buffer, int size) {
  const std::vector<int> tids = NumbersIn(PathOf(pid, "task"));
  return CopyList(std::vector<uint64_t>(tids.begin(), tids.end()), buffer, size);
}

int ThreadInfo(int pid, uint64_t thread, void* buffer) {
  const std::string name = ReadText(PathOf(pid, "task/") + std::to_string(thread) + "/comm");
  if (name.empty()) return Fail(ESRCH);
  proc_threadinfo info = {};
  strncpy(info.pth_name, name.substr(0, name.find('\n')).c_str(), MAXTHREADNAMESIZE - 1);
  memcpy(buffer, &info, sizeof info);
  return sizeof info;
}

// What a flavour fills; 0 for a list, which may be asked for without a buffer.
size_t SizeOf(int flavor) {
  switch (flavor) {
    case PROC_PIDT_SHORTBSDINFO:
      return sizeof(proc_bsdshortinfo);
    case PROC_PIDTASKALLINFO:
      return sizeof(proc_taskallinfo);
    case PROC_PIDVNODEPATHINFO:
      return sizeof(proc_vnodepathinfo);
    case PROC_PIDTHREADINFO:
      return sizeof(proc_threadinfo);
    case PROC_PIDLISTTHREADS:
      return 2 * sizeof(uint32_t);
    default:
      return 0;
  }
}

}  // namespace

extern "C" {

int proc_listpids(uint32_t type, uint32_t typeinfo, void* buffer, int buffersize) {
  std::vector<int> pids;
  for (const int pid : NumbersIn("/proc")) {
    Stat stat;
    if (!ReadStat(pid, &stat)) continue;
    if (type == PROC_PPID_ONLY && stat.parent != static_cast<int>(typeinfo)) continue;
    pids.push_back(pid);
  }
  return CopyList(pids, buffer, buffersize);
}

int proc_listallpids(void* buffer, int buffersize) {
  return proc_listpids(PROC_ALL_PIDS, 0, buffer, buffersize) / static_cast<int>(sizeof(int));
}

int proc_pidinfo(int pid, int flavor, uint64_t arg, void* buffer, int buffersize) {
  if (static_cast<size_t>(buffersize) < SizeOf(flavor)) return Fail(ENOMEM);
  Stat stat;
  if (!ReadStat(pid, &stat)) return Fail(ESRCH);
  const bool finds_zombies = flavor == PROC_PIDT_SHORTBSDINFO && arg != 0;
  if (StatusOf(stat.state) == SZOMB && !finds_zombies) return Fail(ESRCH);
  if (flavor == PROC_PIDT_SHORTBSDINFO) return ShortInfo(pid, stat, buffer);
  if (!MayLookInto(pid)) return Fail(EPERM);
  switch (flavor) {
    case PROC_PIDTASKALLINFO:
      return TaskAllInfo(pid, buffer);
    case PROC_PIDVNODEPATHINFO:
      return VnodePaths(pid, buffer);
    case PROC_PIDLISTFDS:
      return ListFds(pid, buffer, buffersize);
    case PROC_PIDLISTTHREADS:
      return ListThreads(pid, buffer, buffersize);
    case PROC_PIDTHREADINFO:
      return ThreadInfo(pid, arg, buffer);
    default:
      return Fail(EINVAL);
  }
}

int proc_pidfdinfo(int pid, int fd, int flavor, void* buffer, int buffersize) {
  if (flavor != PROC_PIDFDVNODEPATHINFO) return Fail(EINVAL);
  if (static_cast<size_t>(buffersize) < sizeof(vnode_fdinfowithpath)) return Fail(ENOMEM);
  if (!MayLookInto(pid)) return Fail(EPERM);
  const std::string target = TargetOf(pid, fd);
  if (target.empty()) return Fail(EBADF);
  if (TypeOf(target) != PROX_FDTYPE_VNODE) return Fail(EBADF);
  auto* const info = static_cast<vnode_fdinfowithpath*>(buffer);
  memset(info, 0, sizeof *info);
  strcpy(info->pvip.vip_path, target == "/dev/pts/ptmx" ? "/dev/ptmx" : target.c_str());
  return sizeof *info;
}

}  // extern "C"
