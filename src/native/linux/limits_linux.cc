#include <sys/stat.h>

#include <algorithm>

#include "linux/proc_files_linux.h"
#include "unix/limits.h"

namespace flatpty {

namespace {

std::string Known(const std::string& text) { return text.empty() ? "unknown" : text; }

std::string FirstLine(const char* path) {
  const std::string text = ReadStart(path);
  return Known(text.substr(0, text.find('\n')));
}

std::string CountIn(const char* folder) {
  int count = 0;
  return ForEachNumber(folder, [&](long) { count++; }) ? std::to_string(count) : "unknown";
}

// "max=16" of the devpts at /dev/pts; empty when it has no such option. proc(5), mountinfo:
// "36 35 98:0 / /dev/pts rw,nosuid - devpts devpts rw,gid=5,max=16".
std::string MountLimit() {
  const std::string mounts = ReadStart("/proc/self/mountinfo", 1024 * 1024);
  std::string limit;
  for (size_t start = 0, end; start < mounts.size(); start = end + 1) {
    end = std::min(mounts.find('\n', start), mounts.size());
    const std::string line = mounts.substr(start, end - start);
    const size_t options = line.find(" - devpts ");
    if (options == std::string::npos || line.find(" /dev/pts ") > options) continue;
    const size_t at = line.find("max=", options);  // the last mount is the one on top
    limit = at == std::string::npos ? "" : line.substr(at, line.find(',', at) - at);
  }
  return limit;
}

}  // namespace

// Those of other users' processes may be hidden (hidepid); one's own count is what is limited.
std::string ProcessesUsed() {
  const uid_t user = ::getuid();
  size_t threads = 0;
  const bool known = ForEachNumber("/proc", [&](long pid) {
    const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
    struct stat info;
    if (::stat(tasks.c_str(), &info) != 0 || info.st_uid != user) return;
    // A link for each thread, and two for the folder itself.
    threads += info.st_nlink - 2;
  });
  return known ? std::to_string(threads) : "unknown";
}

std::string MemoryUsed() {
  // The first figure is the size.
  const long long pages = std::strtoll(ReadStart("/proc/self/statm").c_str(), nullptr, 10);
  return pages > 0 ? std::to_string(pages * ::sysconf(_SC_PAGESIZE)) : "unknown";
}

std::string FileLimit() {
  // "1024\t0\t262144": allocated, allocated but free, the limit.
  const std::string line = FirstLine("/proc/sys/fs/file-nr");
  return "fs.file-max is " + FirstLine("/proc/sys/fs/file-max") + ", " +
         line.substr(0, line.find('\t')) + " in use on the machine";
}

std::string PtyLimit() {
  const std::string mount = MountLimit();
  const std::string here =
      mount.empty() ? "" : "devpts has " + mount + ", " + CountIn("/dev/pts") + " in use; ";
  return here + "kernel.pty.max is " + FirstLine("/proc/sys/kernel/pty/max") + ", " +
         FirstLine("/proc/sys/kernel/pty/nr") + " in use on the machine";
}

}  // namespace flatpty
