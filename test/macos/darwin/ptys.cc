// Opening ptys with XNU's rules (bsd/kern/tty_ptmx.c, tty_dev.c):
//  - there are kern.tty.ptmx_max; one more is ENXIO;
//  - a master whose slave has never been opened refuses terminal settings: ENOTTY
//  (TS_IOCTL_NOT_OK);
//  - the slave's name comes from TIOCPTYGNAME; it is Linux's, because others open it as well.
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <mutex>

#include "masters.h"
#include "words.h"

extern "C" {
int __real_posix_openpt(int flags);
int __real_open(const char* path, int flags, ...);
int __real_ioctl(int fd, unsigned long request, ...);
int __real_fcntl(int fd, int command, ...);
int __real_tcsetattr(int fd, int when, const struct termios* modes);
}

namespace darwin {

namespace {

constexpr int kPtmxMax = 511;

struct linux_dirent64 {
  unsigned long long d_ino;
  long long d_off;
  unsigned short d_reclen;
  unsigned char d_type;
  char d_name[256];
};

std::optional<int> NumberIn(const char* path) {
  int number = -1;
  int length = 0;
  // A whole path, and checked. NOLINTNEXTLINE(cert-err34-c)
  const bool matches = sscanf(path, "/dev/pts/%d%n", &number, &length) == 1;
  // A slave that outlives its master loses its name, not its number.
  const bool ends = strcmp(path + length, "") == 0 || strcmp(path + length, " (deleted)") == 0;
  return matches && ends ? std::optional<int>(number) : std::nullopt;
}

std::mutex mutex;
std::set<int> opened;  // ptys whose slave has been opened

bool IsUntouchedMaster(int fd) {
  const std::optional<int> number = NumberOfMaster(fd);
  const std::lock_guard<std::mutex> lock(mutex);
  return number && opened.count(*number) == 0;
}

int Refused() {
  errno = ENOTTY;
  return -1;
}

}  // namespace

std::optional<int> NumberOfMaster(int fd) {
  const int before = errno;
  int number = -1;
  const bool is_master = __real_ioctl(fd, TIOCGPTN, &number) == 0;
  errno = before;
  return is_master ? std::optional<int>(number) : std::nullopt;
}

std::set<int> PtysInUse() {
  std::set<int> numbers;
  const int folder = __real_open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return numbers;
  char buffer[4096];
  for (;;) {
    const long size = syscall(SYS_getdents64, folder, buffer, sizeof buffer);
    if (size <= 0) break;
    for (long at = 0; at < size;) {
      const auto* entry = reinterpret_cast<const linux_dirent64*>(buffer + at);
      at += entry->d_reclen;
      char target[64] = {};
      if (readlinkat(folder, entry->d_name, target, sizeof target - 1) <= 0) continue;
      std::optional<int> number = NumberIn(target);
      if (!number && strstr(target, "ptmx") != nullptr)
        number = NumberOfMaster(atoi(entry->d_name));
      if (number) numbers.insert(*number);
    }
  }
  close(folder);
  return numbers;
}

}  // namespace darwin

using darwin::IsUntouchedMaster;

extern "C" {

int __wrap_posix_openpt(int flags) {
  static std::atomic<int> calls{0};
  const int most = DarwinWord("ptmx-max", darwin::kPtmxMax);
  if (calls++ < DarwinWord("grows", 0) || static_cast<int>(darwin::PtysInUse().size()) >= most) {
    errno = ENXIO;
    return -1;
  }
  const int fd = __real_posix_openpt(flags);
  if (const auto number = darwin::NumberOfMaster(fd)) {
    const std::lock_guard<std::mutex> lock(darwin::mutex);
    darwin::opened.erase(*number);
  }
  return fd;
}

int __wrap_open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;
  va_end(rest);
  const int fd = __real_open(path, flags, mode);
  if (const auto number = darwin::NumberIn(path); number && fd >= 0) {
    const std::lock_guard<std::mutex> lock(darwin::mutex);
    darwin::opened.insert(*number);
  }
  return fd;
}

int __wrap_ioctl(int fd, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  if (request == TIOCPTYGNAME) {
    const auto number = darwin::NumberOfMaster(fd);
    if (!number) return darwin::Refused();
    snprintf(static_cast<char*>(argument), 128, "/dev/pts/%d", *number);
    return 0;
  }
  if (request == TIOCSWINSZ && IsUntouchedMaster(fd)) return darwin::Refused();
  return __real_ioctl(fd, request, argument);
}

// FIONBIO, which O_NONBLOCK becomes, is refused as well up to macOS 14.
int __wrap_fcntl(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  const long argument = va_arg(rest, long);
  va_end(rest);
  const bool blocks = command != F_SETFL || (argument & O_NONBLOCK) == 0;
  if (!blocks && IsUntouchedMaster(fd)) return darwin::Refused();
  return __real_fcntl(fd, command, argument);
}

int __wrap_tcsetattr(int fd, int when, const struct termios* modes) {
  return IsUntouchedMaster(fd) ? darwin::Refused() : __real_tcsetattr(fd, when, modes);
}

}  // extern "C"
