#include <dirent.h>
#include <mach/mach.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include <cstring>
#include <memory>

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

std::string OrUnknown(long long number) { return number < 0 ? "unknown" : std::to_string(number); }

}  // namespace

std::string FileLimit() {
  return "kern.maxfiles is " + OrUnknown(KernelNumber("kern.maxfiles")) + ", " +
         OrUnknown(KernelNumber("kern.num_files")) +
         " in use on the machine (sudo sysctl kern.maxfiles=N raises it)";
}

// Processes only: XNU does not count threads against RLIMIT_NPROC.
std::string ProcessesUsed() {
  int name[] = {CTL_KERN, KERN_PROC, KERN_PROC_RUID, static_cast<int>(::getuid())};
  size_t size = 0;
  if (::sysctl(name, 4, nullptr, &size, nullptr, 0) != 0) return "unknown";
  const std::unique_ptr<char[]> entries(new char[size]);
  // The size that is asked for alone has room to spare; that of the answer is exact.
  if (::sysctl(name, 4, entries.get(), &size, nullptr, 0) != 0) return "unknown";
  return std::to_string(size / sizeof(kinfo_proc));
}

std::string MemoryUsed() {
  mach_task_basic_info info = {};
  mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
  const kern_return_t result = ::task_info(mach_task_self(), MACH_TASK_BASIC_INFO,
                                           reinterpret_cast<task_info_t>(&info), &count);
  return OrUnknown(result == KERN_SUCCESS ? static_cast<long long>(info.virtual_size) : -1);
}

PtyCount CountPtys() { return {SlavesInUse(), KernelNumber("kern.tty.ptmx_max")}; }

std::string PtyLimit() {
  const PtyCount count = CountPtys();
  if (count.most < 0) return {};
  return "kern.tty.ptmx_max is " + std::to_string(count.most) + ", " +
         (count.in_use < 0 ? "an unknown number" : std::to_string(count.in_use)) +
         " in use on the machine (sudo sysctl kern.tty.ptmx_max=999 raises it to the most there "
         "can be)";
}

}  // namespace flatpty
