#include "unix/unix_end.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "core/sys_error.h"
#include "unix/open_pty.h"

namespace flatpty {

namespace {

// With a descriptor that blocks, poll(2) says that there is room for one byte, and not for how
// many: more would wait until the program has read.
constexpr size_t kSurelyFits = 1;

}  // namespace

bool UnixEnd::Ready(short events) const {
  pollfd asked = {fd_.get(), events, 0};
  int count;
  do {
    count = ::poll(&asked, 1, 0);
  } while (count < 0 && errno == EINTR);
  return count > 0;  // also hung up, which the call itself reports
}

IoResult UnixEnd::Read(char* buffer, size_t room) const {
  if (shared_ && !Ready(POLLIN)) return {IoStatus::kWouldBlock, 0};
  for (;;) {
    const ssize_t n = ::read(fd_.get(), buffer, room);
    if (n > 0) return {IoStatus::kDone, static_cast<size_t>(n)};
    if (n == 0) return {IoStatus::kHangUp, 0};
    if (errno == EINTR) continue;
    return {errno == EAGAIN ? IoStatus::kWouldBlock : IoStatus::kHangUp, 0};
  }
}

// How much of `size` a write takes without waiting, as far as can be known.
size_t UnixEnd::WritableOf(size_t size) const {
  if (!shared_) return size;
  if (!Ready(POLLOUT)) return 0;
  const bool blocks = (::fcntl(fd_.get(), F_GETFL) & O_NONBLOCK) == 0;
  return blocks ? std::min(size, kSurelyFits) : size;
}

IoResult UnixEnd::Write(const char* data, size_t size) const {
  for (;;) {
    const size_t turn = WritableOf(size);
    if (turn == 0) return {IoStatus::kWouldBlock, 0};
    const ssize_t n = ::write(fd_.get(), data, turn);
    if (n > 0) return {IoStatus::kDone, static_cast<size_t>(n)};
    // Not now: no room, or none for the kernel's copy of it (tty_write allocates).
    if (n == 0 || errno == EAGAIN || errno == ENOMEM) return {IoStatus::kWouldBlock, 0};
    // EIO: no slave is open, so what is written reaches no program.
    if (errno != EINTR) return {IoStatus::kHangUp, 0};
  }
}

void UnixEnd::Resize(const TerminalSize& size) const {
  winsize kernel_size = {};
  kernel_size.ws_col = size.cols;
  kernel_size.ws_row = size.rows;
  kernel_size.ws_xpixel = size.x_pixels;
  kernel_size.ws_ypixel = size.y_pixels;
  if (::ioctl(fd_.get(), TIOCSWINSZ, &kernel_size) < 0) ThrowErrno("ioctl(TIOCSWINSZ)");
}

void UnixEnd::SetRawMode(bool raw) {
  termios modes;
  if (::tcgetattr(fd_.get(), &modes) < 0) ThrowErrno("tcgetattr");
  if (raw) {
    if (!cooked_) cooked_ = modes;
    modes = *cooked_;
    modes.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
    modes.c_oflag |= ONLCR;
    modes.c_cflag |= CS8;
    modes.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
  } else {
    if (!cooked_) return;
    modes = *cooked_;
    cooked_.reset();
  }
  if (::tcsetattr(fd_.get(), TCSANOW, &modes) < 0) ThrowErrno("tcsetattr");
}

int64_t UnixEnd::ForegroundGroup() const { return ::tcgetpgrp(fd_.get()); }

int64_t UnixEnd::Share() const {
  shared_ = true;
  return fd_.get();
}

UniqueFd UnixEnd::OpenSlave() const {
  std::string name;
  return RaiseAboveStdio(flatpty::OpenSlave(fd_.get(), &name));
}

}  // namespace flatpty
