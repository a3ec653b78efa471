#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "linux/proc_files_linux.h"
#include "linux/proc_stat_linux.h"
#include "unix/process_info.h"

namespace flatpty {

namespace {

constexpr unsigned kForkedNoExec = 0x40;  // PF_FORKNOEXEC, include/linux/sched.h

// The kernel wakes who waits for an exec before it is over (mm_release in exec_mmap): until then
// the child of a clone or vfork still shows our own command line.
bool IsBeforeItsExec(pid_t pid) {
  ProcStat stat;
  return ReadStat(pid, &stat) && stat.parent == ::getpid() && (stat.flags & kForkedNoExec) != 0;
}

constexpr char kDeleted[] = " (deleted)";
constexpr size_t kDeletedLength = sizeof kDeleted - 1;

// The kernel appends " (deleted)" to the path of a folder that has been removed, which is no part
// of its name. A folder may really be called so: then the link and the path are the same folder.
std::string WithoutDeleted(const std::string& path, const std::string& link) {
  const bool marked = path.size() > kDeletedLength &&
                      path.compare(path.size() - kDeletedLength, kDeletedLength, kDeleted) == 0;
  struct stat named;
  struct stat linked;
  if (!marked) return path;
  if (::stat(path.c_str(), &named) == 0 && ::stat(link.c_str(), &linked) == 0 &&
      named.st_dev == linked.st_dev && named.st_ino == linked.st_ino) {
    return path;
  }
  return path.substr(0, path.size() - kDeletedLength);
}

}  // namespace

std::string ProcessName(pid_t pid) {
  if (IsBeforeItsExec(pid)) return {};
  const std::string arguments = ReadStart(ProcPath(pid, "cmdline"));
  return arguments.substr(0, arguments.find('\0'));
}

std::string ProcessCommand(pid_t pid) {
  std::string name = ReadStart(ProcPath(pid, "comm"));
  if (!name.empty() && name.back() == '\n') name.pop_back();
  return name;
}

std::string ProcessCwd(pid_t pid) {
  if (IsBeforeItsExec(pid)) return {};  // it has not changed to its own yet
  const std::string link = ProcPath(pid, "cwd");
  char buffer[4096];
  const ssize_t size = ::readlink(link.c_str(), buffer, sizeof buffer);
  // "(unreachable)/..." is of another mount, and leads nowhere from here.
  if (size <= 0 || buffer[0] != '/') return {};
  return WithoutDeleted(std::string(buffer, static_cast<size_t>(size)), link);
}

}  // namespace flatpty
