#include <fcntl.h>
#include <unistd.h>

#include "limits.h"
#include "unique_fd.h"

namespace flatpty {

namespace {

std::string FirstLine(const char* path) {
  char buffer[32];
  const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
  const ssize_t size = file.valid() ? ::read(file.get(), buffer, sizeof buffer) : -1;
  if (size <= 0) return "unknown";
  const std::string text(buffer, static_cast<size_t>(size));
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::string PtyLimit() {
  return "kernel.pty.max is " + FirstLine("/proc/sys/kernel/pty/max") + ", " +
         FirstLine("/proc/sys/kernel/pty/nr") +
         " in use on the machine; a container's devpts may allow fewer (mount option max)";
}

}  // namespace flatpty
