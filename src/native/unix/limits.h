// What a limit is and how far it is used, in words for an error's text.
#ifndef FLATPTY_UNIX_LIMITS_H_
#define FLATPTY_UNIX_LIMITS_H_

#include <string>

namespace flatpty {

// The OS's half, e.g. "kernel.pty.max is 4096, 4096 in use"; empty when unknown.
std::string PtyLimit();
std::string FileLimit();      // of open files, on the whole machine
std::string ProcessesUsed();  // the user's processes and threads, e.g. "57"; "unknown"
std::string MemoryUsed();     // this process's address space in bytes

// The limit that an `error` of opening a pty or starting a process or thread stands for; empty
// when it stands for none.
std::string LimitBehind(int error);

// Throws a SysError of errno that names the limit behind it.
[[noreturn]] void ThrowLimit(const char* syscall, const char* path = "");

}  // namespace flatpty

#endif  // FLATPTY_UNIX_LIMITS_H_
