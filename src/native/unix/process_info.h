// What the OS knows of other processes. Each answer may be outdated when it arrives.
#ifndef FLATPTY_UNIX_PROCESS_INFO_H_
#define FLATPTY_UNIX_PROCESS_INFO_H_

#include <sys/types.h>

#include <string>

namespace flatpty {

// argv[0] as node-pty's `process` shows it; empty when unknown, as of a child of ours before its
// exec.
std::string ProcessName(pid_t pid);

// The program's name as the kernel keeps it, cut off after 15 bytes; empty when unknown.
std::string ProcessCommand(pid_t pid);

// The path as it was, when the folder has been removed. Empty when unknown or not permitted, as of
// a child of ours before its exec.
std::string ProcessCwd(pid_t pid);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_PROCESS_INFO_H_
