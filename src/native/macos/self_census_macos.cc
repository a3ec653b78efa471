#include "macos/self_census_macos.h"

#include <libproc.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <unistd.h>

#include "core/sys_error.h"
#include "macos/libproc_list_macos.h"

namespace flatpty {

namespace {

std::vector<OpenDescriptor> ReadDescriptors(pid_t self) {
  std::vector<OpenDescriptor> descriptors;
  const auto ask = [self](void* buffer, int size) {
    return ::proc_pidinfo(self, PROC_PIDLISTFDS, 0, buffer, size);
  };
  for (const proc_fdinfo& entry : ReadLibprocList<proc_fdinfo>("proc_pidinfo", ask)) {
    const bool has_path = entry.proc_fdtype == PROX_FDTYPE_VNODE;
    descriptors.push_back({entry.proc_fd, entry.proc_fdtype,
                           has_path ? VnodePath(self, entry.proc_fd) : std::string()});
  }
  return descriptors;
}

std::vector<std::string> ReadThreads(pid_t self) {
  std::vector<std::string> names;
  const auto ask = [self](void* buffer, int size) {
    // This list has no question without a buffer.
    constexpr int kUsual = 64 * static_cast<int>(sizeof(uint64_t));
    return buffer == nullptr ? kUsual : ::proc_pidinfo(self, PROC_PIDLISTTHREADS, 0, buffer, size);
  };
  for (const uint64_t thread : ReadLibprocList<uint64_t>("proc_pidinfo", ask)) {
    proc_threadinfo info;
    const int size = ::proc_pidinfo(self, PROC_PIDTHREADINFO, thread, &info, sizeof info);
    // One that has ended meanwhile is no longer there.
    if (size == static_cast<int>(sizeof info)) names.push_back(info.pth_name);
  }
  return names;
}

std::vector<OwnChild> ReadChildren(pid_t self) {
  std::vector<OwnChild> children;
  const int expected = ::proc_listpids(PROC_PPID_ONLY, static_cast<uint32_t>(self), nullptr, 0);
  // That is the room for all processes of the machine.
  std::vector<pid_t> pids(static_cast<size_t>(std::max(expected, 0)) / sizeof(pid_t) + 1);
  const int got = ::proc_listpids(PROC_PPID_ONLY, static_cast<uint32_t>(self), pids.data(),
                                  static_cast<int>(pids.size() * sizeof(pid_t)));
  if (got < 0) ThrowErrno("proc_listpids");
  pids.resize(static_cast<size_t>(got) / sizeof(pid_t));
  for (const pid_t pid : pids) {
    proc_bsdshortinfo info;
    // Zombies are found only by those who ask for them: the 1.
    const int size = ::proc_pidinfo(pid, PROC_PIDT_SHORTBSDINFO, 1, &info, sizeof info);
    if (size != static_cast<int>(sizeof info)) continue;
    children.push_back({pid, info.pbsi_status == SZOMB});
  }
  return children;
}

}  // namespace

SelfCensus ReadSelfCensus() {
  const pid_t self = ::getpid();
  return {ReadDescriptors(self), ReadThreads(self), ReadChildren(self)};
}

}  // namespace flatpty
