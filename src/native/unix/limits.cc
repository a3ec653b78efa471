#include "unix/limits.h"

#include <sys/resource.h>

#include <cerrno>

#include "core/sys_error.h"

namespace flatpty {

namespace {

std::string SoftLimit(int resource) {
  rlimit limit;
  if (::getrlimit(resource, &limit) != 0) return "unknown";
  return limit.rlim_cur == RLIM_INFINITY ? "unlimited" : std::to_string(limit.rlim_cur);
}

}  // namespace

std::string LimitBehind(int error) {
  switch (error) {
    case EMFILE: {
      // The error itself says that every number below the limit is taken.
      const std::string limit = SoftLimit(RLIMIT_NOFILE);
      return "RLIMIT_NOFILE is " + limit + ", " + limit + " in use";
    }
    case ENFILE:
      return FileLimit();
    case EAGAIN:
      return "RLIMIT_NPROC is " + SoftLimit(RLIMIT_NPROC) + ", " + ProcessesUsed() + " in use";
    case ENOMEM:
      return "RLIMIT_AS is " + SoftLimit(RLIMIT_AS) + ", " + MemoryUsed() + " bytes in use";
    case ENOSPC:
    case ENXIO:
      return PtyLimit();
    default:
      return {};
  }
}

void ThrowLimit(const char* syscall, const char* path) {
  const int error = errno;
  throw SysError(error, syscall, path, LimitBehind(error));
}

}  // namespace flatpty
