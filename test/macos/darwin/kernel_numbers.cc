// sysctl(3), task_info and _NSGetEnviron as on macOS.
#include <crt_externs.h>
#include <errno.h>
#include <limits.h>
#include <mach/mach.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "proc_files.h"
#include "words.h"

namespace {

constexpr int kPtmxMax = 511;
constexpr size_t kSlop = 5;  // KERN_PROCSLOP: room to spare, in entries

int FirstNumber(const char* path, int field = 0) {
  const std::string text = darwin::ReadText(path);
  const char* at = text.c_str();
  char* end = nullptr;
  long number = strtol(at, &end, 10);
  for (; field > 0; field--) number = strtol(end, &end, 10);
  return static_cast<int>(std::min<long>(number, INT_MAX));
}

bool IsOf(int pid, uid_t user) {
  struct stat info;
  return stat(("/proc/" + std::to_string(pid)).c_str(), &info) == 0 && info.st_uid == user;
}

int Fail(int error) {
  errno = error;
  return -1;
}

}  // namespace

extern "C" {

char*** _NSGetEnviron(void) { return &environ; }

int sysctlbyname(const char* name, void* old_value, size_t* old_size, void*, size_t) {
  const std::map<std::string, int> numbers = {
      {"kern.tty.ptmx_max", DarwinWord("ptmx-max", kPtmxMax)},
      {"kern.maxfiles", FirstNumber("/proc/sys/fs/file-max")},
      {"kern.num_files", FirstNumber("/proc/sys/fs/file-nr")},
  };
  const auto found = numbers.find(name);
  if (found == numbers.end()) return Fail(ENOENT);
  if (*old_size < sizeof(int)) return Fail(ENOMEM);
  memcpy(old_value, &found->second, sizeof(int));
  *old_size = sizeof(int);
  return 0;
}

int sysctl(int* name, unsigned name_length, void* old_value, size_t* old_size, void*, size_t) {
  if (name_length != 4 || name[0] != CTL_KERN || name[1] != KERN_PROC ||
      name[2] != KERN_PROC_RUID) {
    return Fail(ENOENT);
  }
  const std::vector<int> pids = darwin::NumbersIn("/proc");
  const auto user = static_cast<uid_t>(name[3]);
  const auto count = static_cast<size_t>(
      std::count_if(pids.begin(), pids.end(), [user](int pid) { return IsOf(pid, user); }));
  const size_t needed = count * sizeof(kinfo_proc);
  if (old_value == nullptr) {
    *old_size = needed + kSlop * sizeof(kinfo_proc);
    return 0;
  }
  if (*old_size < needed) return Fail(ENOMEM);
  memset(old_value, 0, needed);
  *old_size = needed;
  return 0;
}

mach_port_t mach_task_self(void) { return 1; }

kern_return_t task_info(mach_port_t task, task_flavor_t flavor, task_info_t info,
                        mach_msg_type_number_t* count) {
  constexpr kern_return_t kInvalidArgument = 4;
  if (task != mach_task_self() || flavor != MACH_TASK_BASIC_INFO ||
      *count < MACH_TASK_BASIC_INFO_COUNT) {
    return kInvalidArgument;
  }
  const auto page = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  mach_task_basic_info basic = {};
  basic.virtual_size = static_cast<uint64_t>(FirstNumber("/proc/self/statm")) * page;
  basic.resident_size = static_cast<uint64_t>(FirstNumber("/proc/self/statm", 1)) * page;
  memcpy(info, &basic, sizeof basic);
  return KERN_SUCCESS;
}

}  // extern "C"
