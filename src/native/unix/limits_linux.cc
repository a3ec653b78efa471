#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "limits.h"
#include "unique_fd.h"

namespace flatpty {

namespace {

struct CloseDir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

// Calls `visit` with each entry of `folder` whose name is a number. False when it cannot be read.
template <typename Visit>
bool ForEachNumber(const char* folder, Visit visit) {
  const std::unique_ptr<DIR, CloseDir> dir(::opendir(folder));
  if (!dir) return false;
  while (const dirent* entry = ::readdir(dir.get())) {
    if (std::isdigit(static_cast<unsigned char>(entry->d_name[0]))) visit(entry->d_name);
  }
  return true;
}

std::string FirstLine(const char* path) {
  char buffer[64];
  const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
  const ssize_t size = file.valid() ? ::read(file.get(), buffer, sizeof buffer) : -1;
  if (size <= 0) return "unknown";
  const std::string text(buffer, static_cast<size_t>(size));
  return text.substr(0, text.find('\n'));
}

std::string CountIn(const char* folder) {
  int count = 0;
  return ForEachNumber(folder, [&](const char*) { count++; }) ? std::to_string(count) : "unknown";
}

// "max=16" of the devpts at /dev/pts; empty when it has no such option. proc(5), mountinfo:
// "36 35 98:0 / /dev/pts rw,nosuid - devpts devpts rw,gid=5,max=16".
std::string MountLimit() {
  struct CloseFile {
    void operator()(FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<FILE, CloseFile> mounts(std::fopen("/proc/self/mountinfo", "re"));
  char buffer[1024];
  std::string limit;
  while (mounts && std::fgets(buffer, sizeof buffer, mounts.get()) != nullptr) {
    const std::string line(buffer);
    const size_t options = line.find(" - devpts ");
    if (options == std::string::npos || line.find(" /dev/pts ") > options) continue;
    const size_t at = line.find("max=", options);  // the last mount is the one on top
    limit = at == std::string::npos ? "" : line.substr(at, line.find_first_of(",\n", at) - at);
  }
  return limit;
}

}  // namespace

// Those of other users' processes may be hidden (hidepid); one's own count is what is limited.
std::string ProcessesUsed() {
  const uid_t user = ::getuid();
  size_t threads = 0;
  const bool known = ForEachNumber("/proc", [&](const char* pid) {
    const std::string tasks = std::string("/proc/") + pid + "/task";
    struct stat info;
    if (::stat(tasks.c_str(), &info) != 0 || info.st_uid != user) return;
    // A link for each thread, and two for the folder itself.
    threads += info.st_nlink - 2;
  });
  return known ? std::to_string(threads) : "unknown";
}

std::string MemoryUsed() {
  const std::string pages = FirstLine("/proc/self/statm");  // the first figure is the size
  const long long size = std::atoll(pages.c_str());
  return size > 0 ? std::to_string(size * ::sysconf(_SC_PAGESIZE)) : "unknown";
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
