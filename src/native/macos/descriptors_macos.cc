// The descriptors whose opening differs between Unixes, the macOS way.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "core/sys_error.h"
#include "unix/limits.h"
#include "unix/open_pty.h"
#include "unix/pipe_outcome.h"

namespace flatpty {

namespace {

// XNU grows its table of ptys in two steps, and in between says ENXIO although there are free ones.
constexpr int kMasterTries = 4;
constexpr timespec kMasterPause = {0, 1'000'000};

void SetCloseOnExec(int fd) {
  if (::fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) ThrowErrno("fcntl");
}

}  // namespace

UniqueFd OpenMaster() {
  UniqueFd master;
  for (int attempt = 0; attempt < kMasterTries; attempt++) {
    master.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (master.valid() || errno != ENXIO) break;
    ::nanosleep(&kMasterPause, nullptr);
    errno = ENXIO;
  }
  return master;
}

UniqueFd OpenSlave(int master, std::string* name) {
  char buffer[128];
  if (::ioctl(master, TIOCPTYGNAME, buffer) < 0) ThrowErrno("ioctl(TIOCPTYGNAME)");
  *name = buffer;
  UniqueFd slave(::open(buffer, O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!slave.valid()) ThrowLimit("open", buffer);
  return slave;
}

// There is no pipe2. What starts between the two calls does not inherit the pipe all the same:
// everything this process starts goes through posix_spawn with POSIX_SPAWN_CLOEXEC_DEFAULT, here
// and in libuv.
void OpenPipe(UniqueFd* read_end, UniqueFd* write_end) {
  int ends[2];
  if (::pipe(ends) < 0) ThrowLimit("pipe");
  read_end->reset(ends[0]);
  write_end->reset(ends[1]);
  SetCloseOnExec(ends[0]);
  SetCloseOnExec(ends[1]);
}

}  // namespace flatpty
