// read(2) of a master as XNU does it (ptcread, bsd/kern/tty_dev.c): at most the 1,024 bytes of the
// output ring at once (TTYCLSIZE), and 0 where Linux says EIO.
#include <errno.h>
#include <unistd.h>

#include <algorithm>

#include "masters.h"

extern "C" {

ssize_t __real_read(int fd, void* buffer, size_t size);

ssize_t __wrap_read(int fd, void* buffer, size_t size) {
  constexpr size_t kRing = 1024;
  if (!darwin::NumberOfMaster(fd)) return __real_read(fd, buffer, size);
  // At once: a terminal that is read again and again must show in the processor's time.
  const ssize_t got = __real_read(fd, buffer, std::min(size, kRing));
  return got < 0 && errno == EIO ? 0 : got;
}

}  // extern "C"
