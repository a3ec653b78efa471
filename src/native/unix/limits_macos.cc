#include <dirent.h>
#include <sys/sysctl.h>

#include <cstring>
#include <memory>

#include "limits.h"

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

}  // namespace

std::string PtyLimit() {
  int most = 0;
  size_t size = sizeof most;
  if (::sysctlbyname("kern.tty.ptmx_max", &most, &size, nullptr, 0) != 0) return {};
  const int used = SlavesInUse();
  return "kern.tty.ptmx_max is " + std::to_string(most) + ", " +
         (used < 0 ? "an unknown number" : std::to_string(used)) + " in use on the machine";
}

}  // namespace flatpty
