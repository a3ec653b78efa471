// Which limit a failed call has met.
#ifndef FLATPTY_UNIX_LIMITS_H_
#define FLATPTY_UNIX_LIMITS_H_

#include <optional>
#include <string>
#include <vector>

#include "core/limit.h"

namespace flatpty {

// The OS's half: every limit of its kind that can be read, cheap ones first.
std::vector<Limit> ProcessLimits();  // of processes and threads
std::vector<Limit> FileLimits();     // of open files, on the whole machine
std::vector<Limit> PtyLimits();
std::vector<Limit> MemoryLimits();  // in bytes
constexpr char kAddressSpace[] = "RLIMIT_AS";

// A soft limit of this process (getrlimit), with nothing known of its use.
Limit ResourceLimit(int resource, const char* name);

// The limit that an `error` of opening a pty or starting a process or thread has met: the one that
// is used up, or nearly. None when no limit is, because something else may be behind it.
std::optional<Limit> LimitBehind(int error);

// Throws a SysError of errno with the limit behind it.
[[noreturn]] void ThrowLimit(const char* syscall, const char* path = "");

}  // namespace flatpty

#endif  // FLATPTY_UNIX_LIMITS_H_
