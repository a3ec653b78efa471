// The one owner of a descriptor. An int fd outside a system call is a bug.
#ifndef FLATPTY_UNIX_UNIQUE_FD_H_
#define FLATPTY_UNIX_UNIQUE_FD_H_

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace flatpty {

class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

  // Gives the descriptor up; the caller closes it.
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

  // close(2) is never retried on EINTR: Linux and XNU have released the number by then, and
  // another thread may own it already. errno is kept for the error that is being reported.
  void reset(int fd = -1) {
    const int old = std::exchange(fd_, fd);
    if (old < 0) return;
    const int saved_errno = errno;
    ::close(old);
    errno = saved_errno;
  }

 private:
  int fd_ = -1;
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_UNIQUE_FD_H_
