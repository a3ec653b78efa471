#include <dirent.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "linux/proc_files_linux.h"
#include "linux/proc_stat_linux.h"
#include "unix/process_table.h"
#include "unix/unique_fd.h"

namespace flatpty {

namespace {

constexpr long kPidfdOpen = 434;              // Linux 5.3
constexpr pid_t kPidLimit = 4 * 1024 * 1024;  // PID_MAX_LIMIT, include/linux/threads.h
// Where pid_max is unknown: its default on most machines, twice.
constexpr pid_t kFirstGuess = 64 * 1024;
// Numbers behind the one given last. A program that forks and exits all the time is always among
// the newest few.
constexpr pid_t kNewest = 2048;
// Numbers in front of it: some are given while this is being looked at.
constexpr pid_t kMeanwhile = 256;

// Whether /proc is there, and is that of this process's own pid namespace: a container may mount
// its host's. proc(5): NSpid lists the pids from the namespace of /proc inwards.
bool ProcIsOurs() {
  char link[32];
  const ssize_t size = ::readlink("/proc/self", link, sizeof link - 1);
  if (size <= 0) return false;
  link[size] = '\0';
  if (std::strtol(link, nullptr, 10) != ::getpid()) return false;
  const std::string status = ReadStart("/proc/self/status", 4096);
  const size_t at = status.find("\nNSpid:");
  if (at == std::string::npos) return true;  // before Linux 4.1, or no descriptor
  const std::string pids = status.substr(at + 7, status.find('\n', at + 1) - at - 7);
  return std::count(pids.begin(), pids.end(), '\t') == 1;
}

// Whether /proc leaves out other users' processes (hidepid=2, proc(5)). Root sees them all the
// same unless its capabilities are gone; then pid 1 is what it misses first.
bool ProcHides() {
  if (::access("/proc/1", F_OK) != 0) return true;
  if (::geteuid() == 0) return false;
  const std::string mounts = ReadStart("/proc/self/mountinfo", 1024 * 1024);
  const size_t at = mounts.find("hidepid=");
  if (at == std::string::npos) return false;
  const char value = mounts.c_str()[at + std::strlen("hidepid=")];
  return value != '0' && value != 'o';  // "off"
}

class FolderNumbers : public ProcessNumbers {
 public:
  explicit FolderNumbers(DIR* folder) : folder_(folder) {}
  pid_t Next() override {
    // readdir(3) is thread-safe on a DIR of one's own. NOLINTNEXTLINE(concurrency-mt-unsafe)
    while (const dirent* entry = ::readdir(folder_.get())) {
      char* end;
      const long number = std::strtol(entry->d_name, &end, 10);
      if (end != entry->d_name && *end == '\0') return static_cast<pid_t>(number);
    }
    return 0;
  }

 private:
  struct CloseDir {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };
  std::unique_ptr<DIR, CloseDir> folder_;
};

// getsid(2) answers for every process of the pid namespace, of every user, and needs no /proc and
// no descriptor: about 0.3 us a number.
bool Exists(pid_t pid) { return ::getsid(pid) >= 0 || errno == EPERM; }

struct Range {
  pid_t from;
  pid_t to;
};

// Numbers without a process come too, so that the caller can stop in time: a look at one costs it
// no more than it would here.
class CountedNumbers : public ProcessNumbers {
 public:
  enum class End { kFixed, kGrows };

  CountedNumbers(std::vector<Range> ranges, End end) : ranges_(std::move(ranges)), end_(end) {}
  pid_t Next() override {
    while (at_ < ranges_.size() && ranges_[at_].from > ranges_[at_].to) at_++;
    if (at_ == ranges_.size()) return 0;
    Range& range = ranges_[at_];
    const pid_t pid = range.from++;
    // The end is a guess: where there are processes there may be more behind them.
    if (end_ == End::kGrows && pid > range.to / 2 && Exists(pid)) {
      range.to = std::min(pid * 2, kPidLimit);
    }
    return pid;
  }

 private:
  std::vector<Range> ranges_;
  const End end_;
  size_t at_ = 0;
};

// The pid that was given last in this pid namespace, also where /proc is another one's; 0 when
// unknown. "0.20 0.18 0.12 1/80 11206": the last figure, proc(5).
pid_t LastPid() {
  const std::string load = ReadStart("/proc/loadavg");
  const size_t at = load.rfind(' ');
  if (at == std::string::npos) return 0;
  return static_cast<pid_t>(std::strtol(load.c_str() + at, nullptr, 10));
}

// Pids are given in a circle. So what is younger than `oldest` has the numbers from there to the
// one given last, unless more than pid_max processes were started since.
std::unique_ptr<ProcessNumbers> Count(pid_t oldest) {
  using End = CountedNumbers::End;
  const long known = std::strtol(ReadStart("/proc/sys/kernel/pid_max").c_str(), nullptr, 10);
  const pid_t most = known > 0 ? static_cast<pid_t>(known) : kPidLimit;
  if (most <= kFirstGuess) {
    return std::make_unique<CountedNumbers>(std::vector<Range>{{2, most}}, End::kFixed);
  }
  const pid_t last = LastPid();
  if (last == 0) {
    const pid_t guess = std::max({kFirstGuess, ::getpid() * 2, oldest * 2});
    return std::make_unique<CountedNumbers>(std::vector<Range>{{2, std::min(guess, kPidLimit)}},
                                            End::kGrows);
  }
  const pid_t to = last + kMeanwhile;
  const std::vector<Range> ranges = oldest <= last ? std::vector<Range>{{oldest, to}}
                                                   : std::vector<Range>{{oldest, most}, {2, to}};
  return std::make_unique<CountedNumbers>(ranges, End::kFixed);
}

// A process that has ended makes its pidfd readable, pidfd_open(2). The pidfd of a thread that is
// not its process's first is refused.
ProcessState StateByPidfd(pid_t pid, bool* is_process) {
  const UniqueFd pidfd(static_cast<int>(::syscall(kPidfdOpen, pid, 0)));
  *is_process = pidfd.valid() || (errno != ESRCH && errno != EINVAL && errno != ENOENT);
  pollfd ended = {pidfd.get(), POLLIN, 0};
  if (pidfd.valid() && ::poll(&ended, 1, 0) == 1) return ProcessState::kZombie;
  return ProcessState::kUnknown;
}

ProcessState StateOf(char letter) {
  switch (letter) {
    case 'X':
    case 'x':
    case 'Z':
      return ProcessState::kZombie;
    case 'T':
    case 't':
      return ProcessState::kStopped;
    case 'D':
      return ProcessState::kUninterruptible;
    case 'R':
      return ProcessState::kRunning;
    default:
      return ProcessState::kSleeping;  // I, P, K, W: asleep in their ways
  }
}

}  // namespace

std::unique_ptr<ProcessNumbers> ListProcesses(Listing listing, pid_t oldest) {
  if (!ProcIsOurs() || (listing == Listing::kThorough && ProcHides())) return Count(oldest);
  DIR* const folder = ::opendir("/proc");
  if (folder == nullptr) return Count(oldest);
  return std::make_unique<FolderNumbers>(folder);
}

std::unique_ptr<ProcessNumbers> ListNewestProcesses() {
  const pid_t last = LastPid();
  if (last == 0) return nullptr;
  const Range range = {std::max(2, last - kNewest), last + kMeanwhile};
  return std::make_unique<CountedNumbers>(std::vector<Range>{range}, CountedNumbers::End::kFixed);
}

bool ReadFacts(pid_t pid, ProcessFacts* facts) {
  const pid_t session = ::getsid(pid);
  if (session < 0 && errno == ESRCH) return false;
  ProcStat stat;
  if (ReadStat(pid, &stat) && stat.session == session) {
    *facts = {pid, stat.parent, stat.group, stat.session, StateOf(stat.letter)};
    return true;
  }
  bool is_process;
  const ProcessState state = StateByPidfd(pid, &is_process);
  *facts = {pid, 0, ::getpgid(pid), session, state};
  return is_process && session > 0 && facts->group > 0;
}

double StartOf(pid_t pid) {
  if (::getsid(pid) < 0 && errno == ESRCH) return kNoSuchProcess;
  ProcStat stat;
  return ReadStat(pid, &stat) ? static_cast<double>(stat.start) : kStartUnknown;
}

bool HasOpen(pid_t pid, const std::string& slave_name) {
  for (const char* stream : {"/fd/0", "/fd/1", "/fd/2"}) {
    const std::string path = "/proc/" + std::to_string(pid) + stream;
    char link[64];
    const ssize_t size = ::readlink(path.c_str(), link, sizeof link);
    if (size <= 0 || slave_name.compare(0, std::string::npos, link, size) != 0) continue;
    // A container's terminal may have the same name: the device's file system tells them apart.
    struct stat theirs;
    struct stat ours;
    if (::stat(path.c_str(), &theirs) == 0 && ::stat(slave_name.c_str(), &ours) == 0 &&
        theirs.st_dev == ours.st_dev && theirs.st_ino == ours.st_ino) {
      return true;
    }
  }
  return false;
}

std::string BlindSpot() {
  if (!ProcIsOurs()) return "/proc is missing, or is that of another pid namespace";
  return ProcHides() ? "/proc hides the processes of other users (hidepid)" : std::string();
}

}  // namespace flatpty
