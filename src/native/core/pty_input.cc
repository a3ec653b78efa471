// Pty: what is typed, from JS to the kernel, in order and without waiting.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "core/pty.h"

namespace flatpty {

namespace {

// Given to the kernel in one turn, on the JS thread or the reactor's.
constexpr size_t kInputTurnBytes = 64 * 1024;

struct Written {
  size_t bytes = 0;
  bool nobody = false;  // EIO: no slave is open, so what is written can reach nobody
};

Written WriteSome(int fd, const char* data, size_t size) {
  Written written;
  while (written.bytes < size) {
    const ssize_t n = ::write(fd, data + written.bytes, size - written.bytes);
    if (n > 0) {
      written.bytes += static_cast<size_t>(n);
    } else if (n == 0 || errno == EAGAIN || errno == ENOMEM) {
      // Not now: no room, or none for the kernel's copy of it (tty_write allocates).
      break;
    } else if (errno != EINTR) {
      written.nobody = true;
      break;
    }
  }
  return written;
}

// VQUIT of a terminal that only its child on its way could have changed (termios_defaults.h).
constexpr char kQuit = '\x1c';

}  // namespace

bool Pty::Write(const char* data, size_t size) {
  AwaitSession();
  if (std::memchr(data, kQuit, size) != nullptr) AwaitProgramBefore(SIGQUIT);
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  const Lease lease = Borrow();
  if (!lease) return true;
  if (input_at_ < input_.size()) {
    input_.append(data, size);
    return false;
  }
  // One turn at the most: a child that reads as fast as we write must not hold the JS thread.
  const Written written = WriteSome(lease->get(), data, std::min(size, kInputTurnBytes));
  if (written.nobody || written.bytes == size) return true;
  input_.assign(data + written.bytes, size - written.bytes);
  input_at_ = 0;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!fd_) return true;
  output_pending_ = true;
  UpdateInterest();
  return false;
}

size_t Pty::PendingInput() {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  return Borrow() ? input_.size() - input_at_ : 0;
}

void Pty::WriteTurn() {
  {
    const std::lock_guard<std::mutex> write_lock(write_mutex_);
    const Lease lease = Borrow();
    if (!lease) return;
    const size_t turn = std::min(input_.size() - input_at_, kInputTurnBytes);
    const Written written = WriteSome(lease->get(), input_.data() + input_at_, turn);
    input_at_ += written.bytes;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!written.nobody && input_at_ < input_.size()) {
      UpdateInterest();  // re-arms edge triggering after a turn that was not the last
      return;
    }
    std::string().swap(input_);
    input_at_ = 0;
    flushed_ = output_pending_;
    output_pending_ = false;
    UpdateInterest();
  }
  Announce();
}

void Pty::DropInput() {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  std::string().swap(input_);
  input_at_ = 0;
  const std::lock_guard<std::mutex> lock(mutex_);
  flushed_ = flushed_ || output_pending_;
  output_pending_ = false;
}

}  // namespace flatpty
