#include "unix/limits.h"

#include <sys/resource.h>

#include <cerrno>
#include <utility>

#include "core/sys_error.h"

namespace flatpty {

namespace {

// Some is freed before it can be looked at.
constexpr double kNearly = 0.9;
// Where the error can stand for nothing else.
constexpr double kAny = 0;

Limit DescriptorLimit() {
  Limit limit = ResourceLimit(RLIMIT_NOFILE, "RLIMIT_NOFILE");
  limit.in_use = limit.value;  // the error itself says that every number below it is taken
  limit.scope = "this process";
  limit.cure = "close descriptors, or raise it (ulimit -n, LimitNOFILE= of the systemd unit)";
  return limit;
}

// The first that is used up, else the one of the known that is nearest to it if that is `least` or
// more. Where nothing is in use (the machine's only terminal has just closed) a known limit still
// comes before an unknown one.
std::optional<Limit> Fullest(const std::vector<Limit>& limits, double least) {
  const Limit* fullest = nullptr;
  for (const Limit& limit : limits) {
    if (limit.share() >= 1) return limit;
    if (!limit.known()) continue;
    if (fullest == nullptr || limit.share() > fullest->share()) fullest = &limit;
  }
  if (fullest == nullptr || fullest->share() < least) return std::nullopt;
  return *fullest;
}

// A call that asks for much at once fails long before all is in use.
std::optional<Limit> MemoryLimit() {
  const std::vector<Limit> limits = MemoryLimits();
  if (const auto fullest = Fullest(limits, kNearly)) return fullest;
  for (const Limit& limit : limits) {
    if (limit.known() && limit.name == kAddressSpace) return limit;
  }
  return std::nullopt;
}

}  // namespace

Limit ResourceLimit(int resource, const char* name) {
  Limit limit;
  limit.name = name;
  rlimit soft;
  if (::getrlimit(resource, &soft) != 0) return limit;
  limit.value =
      soft.rlim_cur == RLIM_INFINITY ? Limit::kUnlimited : static_cast<double>(soft.rlim_cur);
  return limit;
}

std::optional<Limit> LimitBehind(int error) {
  switch (error) {
    case EMFILE:
      return DescriptorLimit();
    case ENFILE:
      return Fullest(FileLimits(), kAny);
    case EAGAIN:
      return Fullest(ProcessLimits(), kNearly);
    case ENOMEM:
      return MemoryLimit();
    case ENOSPC:
    case ENXIO:
      return Fullest(PtyLimits(), kAny);
    case EIO:  // of devpts before Linux 4.7, and of what is broken
      return Fullest(PtyLimits(), kNearly);
    default:
      return std::nullopt;
  }
}

void ThrowLimit(const char* syscall, const char* path) {
  const int error = errno;
  throw SysError(error, syscall, path, LimitBehind(error));
}

}  // namespace flatpty
