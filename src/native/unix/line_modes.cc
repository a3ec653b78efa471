// The modes of a terminal while it is open. Linux and macOS let the master ask and set them for its
// slave.
#include <termios.h>

#include "core/sys_error.h"
#include "unix/termios_defaults.h"
#include "unix/unix_end.h"

namespace flatpty {

namespace {

termios Ask(int fd) {
  termios modes;
  if (::tcgetattr(fd, &modes) < 0) ThrowErrno("tcgetattr");
  return modes;
}

bool IsRaw(const termios& modes) { return (modes.c_lflag & ICANON) == 0; }

// As a fresh terminal, with the control characters that it has now, and IUTF8 as it is.
void MakeCooked(termios* modes) {
  const termios fresh = DefaultTermios((modes->c_iflag & IUTF8) != 0);
  modes->c_iflag = fresh.c_iflag;
  modes->c_oflag = fresh.c_oflag;
  modes->c_cflag = fresh.c_cflag;
  modes->c_lflag = fresh.c_lflag;
}

}  // namespace

LineModes UnixEnd::Modes() const {
  const termios modes = Ask(fd_.get());
  return {IsRaw(modes), (modes.c_lflag & ECHO) != 0};
}

void UnixEnd::SetModes(const LineModes& wanted) const {
  termios modes = Ask(fd_.get());
  // A terminal that is raw, or cooked, already keeps what its program has changed besides.
  if (wanted.raw && !IsRaw(modes)) ::cfmakeraw(&modes);
  if (!wanted.raw && IsRaw(modes)) MakeCooked(&modes);
  const auto echo = static_cast<tcflag_t>(ECHO);
  modes.c_lflag = wanted.echo ? modes.c_lflag | echo : modes.c_lflag & ~echo;
  if (::tcsetattr(fd_.get(), TCSANOW, &modes) < 0) ThrowErrno("tcsetattr");
}

}  // namespace flatpty
