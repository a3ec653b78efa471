// The descriptors whose opening differs between Unixes, the Linux way.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/sys_error.h"
#include "unix/limits.h"
#include "unix/open_pty.h"
#include "unix/pipe_outcome.h"

namespace flatpty {

namespace {

// Linux 4.13, asm-generic; named here because glibc 2.28's headers may come without it.
constexpr unsigned long kTiocgptpeer = 0x5441;

}  // namespace

UniqueFd OpenMaster() { return UniqueFd(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)); }

UniqueFd OpenSlave(int master, std::string* name) {
  char buffer[64];
  // It returns its error; that errno is set as well is glibc's addition, not musl's.
  const int error = ::ptsname_r(master, buffer, sizeof buffer);
  if (error != 0) throw SysError(error, "ptsname_r");
  *name = buffer;
  // TIOCGPTPEER needs no path, so it works when /dev/pts is another mount's; older kernels,
  // and filters that refuse it, are served by the path.
  UniqueFd slave(::ioctl(master, kTiocgptpeer, O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (slave.valid()) return slave;
  slave.reset(::open(buffer, O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!slave.valid()) ThrowLimit("open", buffer);
  return slave;
}

void OpenPipe(UniqueFd* read_end, UniqueFd* write_end) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) < 0) ThrowLimit("pipe2");
  read_end->reset(ends[0]);
  write_end->reset(ends[1]);
}

}  // namespace flatpty
