// /proc/PID/stat, proc(5): "pid (comm) state ppid pgrp session tty_nr tpgid flags ...".
#ifndef FLATPTY_LINUX_PROC_STAT_LINUX_H_
#define FLATPTY_LINUX_PROC_STAT_LINUX_H_

#include <sys/types.h>

#include <cstdio>
#include <string>

#include "linux/proc_files_linux.h"

namespace flatpty {

struct ProcStat {
  char letter;
  int parent;
  int group;
  int session;
  unsigned flags;
  unsigned long long start;  // in ticks since the boot
};

inline std::string ProcPath(pid_t pid, const char* name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

// False when there is no such process, or no descriptor to read it by.
inline bool ReadStat(pid_t pid, ProcStat* stat) {
  const std::string text = ReadStart(ProcPath(pid, "stat"));
  const size_t end = text.rfind(')');  // comm may hold spaces and parentheses
  if (end == std::string::npos) return false;
  constexpr const char* kFields =
      " %c %d %d %d %*d %*d %u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu";
  // The kernel's own numbers, and counted. NOLINTNEXTLINE(cert-err34-c)
  return std::sscanf(text.c_str() + end + 1, kFields, &stat->letter, &stat->parent, &stat->group,
                     &stat->session, &stat->flags, &stat->start) == 6;
}

}  // namespace flatpty

#endif  // FLATPTY_LINUX_PROC_STAT_LINUX_H_
