#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <vector>

#include "linux/proc_files_linux.h"
#include "unix/process_info.h"
#include "unix/unique_fd.h"

namespace flatpty {

namespace {

constexpr long kPidfdSendSignal = 424;    // Linux 5.1
constexpr long kPidfdOpen = 434;          // Linux 5.3
constexpr unsigned kForkedNoExec = 0x40;  // PF_FORKNOEXEC, include/linux/sched.h

std::string ProcPath(pid_t pid, const char* name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

struct Stat {
  char letter;
  int parent;
  int group;
  int session;
  unsigned flags;
};

// proc(5): "pid (comm) state ppid pgrp session tty_nr tpgid flags ..."; comm may hold spaces and
// parentheses.
bool ReadStat(pid_t pid, Stat* stat) {
  const std::string text = ReadStart(ProcPath(pid, "stat"));
  const size_t end = text.rfind(')');
  if (end == std::string::npos) return false;
  // The kernel's own numbers, and counted. NOLINTNEXTLINE(cert-err34-c)
  return std::sscanf(text.c_str() + end + 1, " %c %d %d %d %*d %*d %u", &stat->letter,
                     &stat->parent, &stat->group, &stat->session, &stat->flags) == 5;
}

// The kernel wakes who waits for an exec before it is over (mm_release in exec_mmap): until then
// the child of a clone or vfork still shows our own command line.
bool IsBeforeItsExec(pid_t pid) {
  Stat stat;
  return ReadStat(pid, &stat) && stat.parent == ::getpid() && stat.session == pid &&
         (stat.flags & kForkedNoExec) != 0;
}

}  // namespace

bool ReadProcess(pid_t pid, ProcessState* state) {
  Stat stat;
  if (!ReadStat(pid, &stat)) return false;
  *state = {stat.group, stat.session, stat.letter != 'Z' && stat.letter != 'X'};
  return true;
}

std::vector<pid_t> AllProcesses() {
  std::vector<pid_t> pids;
  ForEachNumber("/proc", [&](long pid) { pids.push_back(static_cast<pid_t>(pid)); });
  return pids;
}

// The pidfd is opened first and the session looked up after that, so the signal cannot reach a
// process that has got the number meanwhile. Without pidfds that window stays open.
bool SignalMember(pid_t pid, pid_t session, int signal) {
  const UniqueFd pidfd(static_cast<int>(::syscall(kPidfdOpen, pid, 0)));
  ProcessState state;
  if (!ReadProcess(pid, &state) || !state.live || state.session != session) return false;
  if (!pidfd.valid()) return ::kill(pid, signal) == 0;
  if (::syscall(kPidfdSendSignal, pidfd.get(), signal, nullptr, 0) == 0) return true;
  // Gone, or refused by the kernel or a filter; a refusal is kill's to judge.
  return errno != ESRCH && ::kill(pid, signal) == 0;
}

std::string ProcessName(pid_t pid) {
  if (IsBeforeItsExec(pid)) return {};
  const std::string arguments = ReadStart(ProcPath(pid, "cmdline"));
  return arguments.substr(0, arguments.find('\0'));
}

std::string ProcessCwd(pid_t pid) {
  char buffer[4096];
  const ssize_t size = ::readlink(ProcPath(pid, "cwd").c_str(), buffer, sizeof buffer);
  return size > 0 ? std::string(buffer, static_cast<size_t>(size)) : std::string();
}

}  // namespace flatpty
