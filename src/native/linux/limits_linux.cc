#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>

#include <algorithm>
#include <utility>

#include "linux/cgroup_limits_linux.h"
#include "linux/proc_files_linux.h"
#include "unix/limits.h"

namespace flatpty {

namespace {

// The first numbers are given only once, at the start: a pid namespace that has come round gives
// from here on (RESERVED_PIDS, kernel/pid.c).
constexpr long kReservedPids = 300;

double NumberIn(const char* path) {
  const std::string text = ReadStart(path);
  char* end;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? Limit::kUnknown : number;
}

struct Tasks {
  double of_user = 0;    // processes and threads, as RLIMIT_NPROC counts them
  double in_circle = 0;  // those whose numbers are given again and again
};

// Those of other users' processes may be hidden (hidepid); one's own count is what is limited.
bool CountTasks(Tasks* tasks) {
  const uid_t user = ::getuid();
  return ForEachNumber("/proc", [&](long pid) {
    const std::string folder = "/proc/" + std::to_string(pid) + "/task";
    struct stat info;
    if (::stat(folder.c_str(), &info) != 0) return;
    // A link for each thread, and two for the folder itself.
    const double threads = static_cast<double>(info.st_nlink) - 2;
    if (info.st_uid == user) tasks->of_user += threads;
    // The threads of an early process mostly have early numbers too.
    if (pid >= kReservedPids) tasks->in_circle += threads;
  });
}

// RLIMIT_NPROC does not bind root (copy_process in kernel/fork.c), but the root of a user
// namespace, whose uid_map is not that of the machine: "0 0 4294967295".
bool IsRootOfMachine() {
  if (::getuid() != 0) return false;
  const std::string map = ReadStart("/proc/self/uid_map");
  return map.empty() || map.find(" 4294967295") != std::string::npos;
}

// "0.20 0.18 0.12 1/80 11206": the fourth figure ends with the number of threads on the machine.
double ThreadsOnMachine() {
  const std::string load = ReadStart("/proc/loadavg");
  const size_t at = load.find('/');
  return at == std::string::npos ? Limit::kUnknown : std::strtod(load.c_str() + at + 1, nullptr);
}

// "max=16" of the devpts at /dev/pts; unlimited when it has no such option. proc(5), mountinfo:
// "36 35 98:0 / /dev/pts rw,nosuid - devpts devpts rw,gid=5,max=16".
double MountLimit() {
  const std::string mounts = ReadStart("/proc/self/mountinfo", 1024 * 1024);
  double limit = Limit::kUnlimited;
  for (size_t start = 0, end; start < mounts.size(); start = end + 1) {
    end = std::min(mounts.find('\n', start), mounts.size());
    const std::string line = mounts.substr(start, end - start);
    const size_t options = line.find(" - devpts ");
    if (options == std::string::npos || line.find(" /dev/pts ") > options) continue;
    const size_t at = line.find("max=", options);  // the last mount is the one on top
    limit =
        at == std::string::npos ? Limit::kUnlimited : std::strtod(line.c_str() + at + 4, nullptr);
  }
  return limit;
}

double SlavesIn(const char* folder) {
  double count = 0;
  return ForEachNumber(folder, [&](long) { count++; }) ? count : Limit::kUnknown;
}

// "CommitLimit:    12345 kB" of /proc/meminfo, in bytes.
double MemoryFigure(const std::string& meminfo, const char* name) {
  const size_t at = meminfo.find(name);
  if (at == std::string::npos) return Limit::kUnknown;
  return std::strtod(meminfo.c_str() + at + std::char_traits<char>::length(name), nullptr) * 1024;
}

Limit AddressSpaceLimit() {
  Limit limit = ResourceLimit(RLIMIT_AS, kAddressSpace);
  // The first figure is the size.
  const double pages = NumberIn("/proc/self/statm");
  if (pages > 0) limit.in_use = pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
  limit.scope = "this process";
  limit.cure = "raise it (ulimit -v, LimitAS= of the systemd unit)";
  return limit;
}

}  // namespace

std::vector<Limit> ProcessLimits() {
  std::vector<Limit> limits = CgroupPidsLimits();
  limits.push_back({"kernel.threads-max", NumberIn("/proc/sys/kernel/threads-max"),
                    ThreadsOnMachine(), "the machine",
                    "end processes, or raise it (sysctl kernel.threads-max)"});
  Tasks tasks;
  if (!CountTasks(&tasks)) return limits;
  Limit of_user = ResourceLimit(RLIMIT_NPROC, "RLIMIT_NPROC");
  of_user.in_use = tasks.of_user;
  of_user.scope = "user " + std::to_string(::getuid());
  of_user.cure = "end processes of this user, or raise nproc in /etc/security/limits.conf";
  if (!IsRootOfMachine()) limits.push_back(std::move(of_user));
  const double most = NumberIn("/proc/sys/kernel/pid_max");
  // Counted with the numbers that cannot be given again, so that all that can be are in use at
  // pid_max.
  limits.push_back({"kernel.pid_max", most,
                    most > kReservedPids ? tasks.in_circle + kReservedPids : Limit::kUnknown,
                    "this pid namespace", "end processes, or raise it (sysctl kernel.pid_max)"});
  return limits;
}

std::vector<Limit> FileLimits() {
  // file-nr: "1024\t0\t262144": allocated, allocated but free, the limit.
  return {{"fs.file-max", NumberIn("/proc/sys/fs/file-max"), NumberIn("/proc/sys/fs/file-nr"),
           "the machine", "close files, or raise it (sysctl fs.file-max)"}};
}

std::vector<Limit> PtyLimits() {
  const double most = NumberIn("/proc/sys/kernel/pty/max");
  // What is kept for the first devpts mount; a terminal of another one may not have it.
  const double reserved = NumberIn("/proc/sys/kernel/pty/reserve");
  const double used = NumberIn("/proc/sys/kernel/pty/nr");
  Limit all = {"kernel.pty.max", most, used, "the machine",
               "close terminals, or raise it (sysctl kernel.pty.max)"};
  const bool reaches_reserve = all.known() && reserved > 0 && used >= most - reserved;
  if (reaches_reserve) {
    all.value = most - reserved;
    all.cure += "; " + std::to_string(static_cast<long>(reserved)) + " more are reserved";
  }
  return {{"devpts max", MountLimit(), SlavesIn("/dev/pts"), "the devpts at /dev/pts",
           "close terminals, or remount it with a larger max="},
          std::move(all)};
}

std::vector<Limit> MemoryLimits() {
  std::vector<Limit> limits = {AddressSpaceLimit()};
  if (NumberIn("/proc/sys/vm/overcommit_memory") == 2) {
    const std::string meminfo = ReadStart("/proc/meminfo", 64 * 1024);
    limits.push_back({"vm.overcommit_ratio", MemoryFigure(meminfo, "CommitLimit:"),
                      MemoryFigure(meminfo, "Committed_AS:"), "the machine",
                      "end processes, or allow more (sysctl vm.overcommit_memory)"});
  }
  for (Limit& limit : CgroupMemoryLimits()) limits.push_back(std::move(limit));
  return limits;
}

}  // namespace flatpty
