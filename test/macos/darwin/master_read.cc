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
  // Linux can say EIO with data still on its way; XNU's end is the end.
  for (int looks = 0;; looks++) {
    const ssize_t got = __real_read(fd, buffer, std::min(size, kRing));
    if (got >= 0 || errno != EIO) return got;
    if (looks == 3) return 0;
    usleep(1000);
  }
}

}  // extern "C"
