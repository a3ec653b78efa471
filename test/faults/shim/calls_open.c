/* Opening a terminal. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "wrapper.h"

/* Linux 4.13; older headers do not have it. */
#ifndef TIOCGPTPEER
#define TIOCGPTPEER 0x5441
#endif

IN_FRONT_OF(posix_openpt)
int posix_openpt(int flags) {
  FAIL_IF(fault("posix_openpt", CALLER), -1);
  return next_posix_openpt()(flags);
}

IN_FRONT_OF(grantpt)
int grantpt(int fd) {
  FAIL_IF(fault("grantpt", CALLER), -1);
  return next_grantpt()(fd);
}

IN_FRONT_OF(unlockpt)
int unlockpt(int fd) {
  FAIL_IF(fault("unlockpt", CALLER), -1);
  return next_unlockpt()(fd);
}

/* Returns its error, and in musl that is all it does: errno says something else then. */
IN_FRONT_OF(ptsname_r)
int ptsname_r(int fd, char* buffer, size_t size) {
  const int error = fault("ptsname_r", CALLER);
  return error != 0 ? error : next_ptsname_r()(fd, buffer, size);
}

IN_FRONT_OF(tcsetattr)
int tcsetattr(int fd, int actions, const struct termios* modes) {
  FAIL_IF(fault_on_fd("tcsetattr", fd, CALLER), -1);
  return next_tcsetattr()(fd, actions, modes);
}

static const char* request_name(unsigned long request) {
  switch (request) {
    case TIOCGPTPEER:
      return "TIOCGPTPEER";
    case TIOCSWINSZ:
      return "TIOCSWINSZ";
    case TIOCSCTTY:
      return "TIOCSCTTY";
    default:
      return "ioctl";
  }
}

IN_FRONT_OF(ioctl)
int ioctl(int fd, unsigned long request, ...) {
  va_list arguments;
  void* argument;
  va_start(arguments, request);
  argument = va_arg(arguments, void*);
  va_end(arguments);
  FAIL_IF(fault_on_fd(request_name(request), fd, CALLER), -1);
  return next_ioctl()(fd, request, argument);
}

static const char* command_name(int command) {
  switch (command) {
    case F_DUPFD_CLOEXEC:
      return "F_DUPFD_CLOEXEC";
    case F_GETFL:
      return "F_GETFL";
    case F_SETFL:
      return "F_SETFL";
    case F_SETFD:
      return "F_SETFD";
    default:
      return "fcntl";
  }
}

#define WRAP_FCNTL(name)                                         \
  IN_FRONT_OF(name)                                              \
  int name(int fd, int command, ...) {                           \
    va_list arguments;                                           \
    void* argument;                                              \
    va_start(arguments, command);                                \
    argument = va_arg(arguments, void*);                         \
    va_end(arguments);                                           \
    FAIL_IF(fault_on_fd(command_name(command), fd, CALLER), -1); \
    return next_##name()(fd, command, argument);                 \
  }
WRAP_FCNTL(fcntl)
WRAP_FCNTL(fcntl64)

#define WRAP_OPEN(name)                                                    \
  IN_FRONT_OF(name)                                                        \
  int name(const char* path, int flags, ...) {                             \
    va_list arguments;                                                     \
    mode_t mode = 0;                                                       \
    va_start(arguments, flags);                                            \
    if (flags & (O_CREAT | __O_TMPFILE)) mode = va_arg(arguments, mode_t); \
    va_end(arguments);                                                     \
    FAIL_IF(fault_on_path("open", path, CALLER), -1);                      \
    return next_##name()(path, flags, mode);                               \
  }
WRAP_OPEN(open)
WRAP_OPEN(open64)
