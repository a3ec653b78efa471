/* spawn-helper's open(2) over the doubles: /dev/tty pins the terminal, or cannot be opened. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>

#include "pin.h"
#include "words.h"

int __real_open(const char* path, int flags, ...);

int __wrap_open(const char* path, int flags, ...) {
  va_list rest;
  int mode;
  int fd;
  va_start(rest, flags);
  mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;
  va_end(rest);
  if (strcmp(path, "/dev/tty") != 0) return __real_open(path, flags, mode);
  if (DarwinWord("no-tty", 0)) {
    errno = EPERM;
    return -1;
  }
  fd = __real_open(path, flags, mode);
  if (fd >= 0) Pin(fd);
  return fd;
}
