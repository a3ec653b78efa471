#include <dirent.h>
#include <libproc.h>
#include <mach/mach.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <string>

#include "macos/pty_count_macos.h"
#include "unix/limits.h"

namespace flatpty {

namespace {

struct CloseDir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

// devfs has a /dev/ttysNNN for each pty that is open.
int SlavesInUse() {
  const std::unique_ptr<DIR, CloseDir> devices(::opendir("/dev"));
  if (!devices) return -1;
  int count = 0;
  while (const dirent* entry = ::readdir(devices.get())) {
    const bool is_slave = std::strncmp(entry->d_name, "ttys", 4) == 0 &&
                          std::strspn(entry->d_name + 4, "0123456789") == 3 &&
                          std::strlen(entry->d_name) == 7;
    count += is_slave;
  }
  return count;
}

// -1 when unknown.
int KernelNumber(const char* name) {
  int number = -1;
  size_t size = sizeof number;
  return ::sysctlbyname(name, &number, &size, nullptr, 0) == 0 ? number : -1;
}

Limit Counted(const char* name, double used, const char* scope, const char* cure) {
  return {name, static_cast<double>(KernelNumber(name)), used, scope, cure};
}

// Processes only: XNU does not count threads against these limits.
double ProcessesOfUser() {
  int name[] = {CTL_KERN, KERN_PROC, KERN_PROC_RUID, static_cast<int>(::getuid())};
  size_t size = 0;
  if (::sysctl(name, 4, nullptr, &size, nullptr, 0) != 0) return Limit::kUnknown;
  const std::unique_ptr<char[]> entries(new char[size]);
  // The size that is asked for alone has room to spare; that of the answer is exact.
  if (::sysctl(name, 4, entries.get(), &size, nullptr, 0) != 0) return Limit::kUnknown;
  return static_cast<double>(size / sizeof(kinfo_proc));
}

}  // namespace

std::vector<Limit> FileLimits() {
  return {Counted("kern.maxfiles", KernelNumber("kern.num_files"), "the machine",
                  "close files, or raise it (sudo sysctl kern.maxfiles=N)")};
}

std::vector<Limit> ProcessLimits() {
  const double of_user = ProcessesOfUser();
  const std::string user = "user " + std::to_string(::getuid());
  Limit soft = ResourceLimit(RLIMIT_NPROC, "RLIMIT_NPROC");
  soft.in_use = of_user;
  soft.scope = user;
  soft.cure = "end processes of this user, or raise it (ulimit -u)";
  return {soft,
          Counted("kern.maxprocperuid", of_user, user.c_str(),
                  "end processes of this user, or raise it (sudo sysctl kern.maxprocperuid=N)"),
          Counted("kern.maxproc", ::proc_listallpids(nullptr, 0), "the machine",
                  "end processes, or raise it (sudo sysctl kern.maxproc=N)")};
}

std::vector<Limit> MemoryLimits() {
  mach_task_basic_info info = {};
  mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
  const kern_return_t result = ::task_info(mach_task_self(), MACH_TASK_BASIC_INFO,
                                           reinterpret_cast<task_info_t>(&info), &count);
  Limit limit = ResourceLimit(RLIMIT_AS, kAddressSpace);
  if (result == KERN_SUCCESS) limit.in_use = static_cast<double>(info.virtual_size);
  limit.scope = "this process";
  limit.cure = "raise it (ulimit -v)";
  return {limit};
}

PtyCount CountPtys() { return {SlavesInUse(), KernelNumber("kern.tty.ptmx_max")}; }

std::vector<Limit> PtyLimits() {
  return {
      Counted("kern.tty.ptmx_max", SlavesInUse(), "the machine",
              "close terminals, or raise it, to 999 at most (sudo sysctl kern.tty.ptmx_max=999)")};
}

}  // namespace flatpty
