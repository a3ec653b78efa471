#include "unix/open_pty.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "core/sys_error.h"
#include "unix/limits.h"
#include "unix/termios_defaults.h"

namespace flatpty {

UniqueFd RaiseAboveStdio(UniqueFd fd) {
  if (fd.get() >= 3) return fd;
  UniqueFd raised(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
  if (!raised.valid()) ThrowLimit("fcntl");
  return raised;
}

void SetNonBlocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) ThrowErrno("fcntl");
}

int ForegroundGroupOf(int fd) { return ::tcgetpgrp(fd); }

void SetWinsize(int fd, const PtySettings& settings) {
  winsize size = {};
  size.ws_col = settings.cols;
  size.ws_row = settings.rows;
  size.ws_xpixel = settings.x_pixels;
  size.ws_ypixel = settings.y_pixels;
  if (::ioctl(fd, TIOCSWINSZ, &size) < 0) ThrowErrno("ioctl(TIOCSWINSZ)");
}

namespace {

void SetTermios(int slave, const PtySettings& settings) {
  termios modes = DefaultTermios(settings.utf8);
  if (settings.raw) ::cfmakeraw(&modes);
  if (!settings.echo) modes.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  if (::tcsetattr(slave, TCSANOW, &modes) < 0) ThrowErrno("tcsetattr");
}

}  // namespace

PtyPair OpenPty(const PtySettings& settings) {
  UniqueFd opened = OpenMaster();
  if (!opened.valid()) ThrowLimit("posix_openpt", "/dev/ptmx");
  PtyPair pair;
  pair.master = RaiseAboveStdio(std::move(opened));
  if (::grantpt(pair.master.get()) < 0) ThrowErrno("grantpt");
  if (::unlockpt(pair.master.get()) < 0) ThrowErrno("unlockpt");
  pair.slave = RaiseAboveStdio(OpenSlave(pair.master.get(), &pair.slave_name));
  // On the slave, after it is open: XNU resets termios when a tty is first opened and refuses
  // both calls on a master whose slave never was (os-semantics 2.3).
  if (!settings.kernel_modes) SetTermios(pair.slave.get(), settings);
  SetWinsize(pair.slave.get(), settings);
  SetNonBlocking(pair.master.get());
  return pair;
}

}  // namespace flatpty
