#include "unix/status_pipe.h"

#include <fcntl.h>

#include "unix/helper_protocol.h"
#include "unix/limits.h"

namespace flatpty {

StatusPipe::StatusPipe() {
  OpenPipe(&read_end_, &write_end_);
  // Above the number it will have in the child, so that neither launcher's dup2 of the slave to
  // 0, 1, 2 overwrites it, nor a dup2 onto itself leaves it close-on-exec for spawn-helper.
  if (write_end_.get() > HELPER_STATUS_FD) return;
  UniqueFd raised(::fcntl(write_end_.get(), F_DUPFD_CLOEXEC, HELPER_STATUS_FD + 1));
  if (!raised.valid()) ThrowLimit("fcntl");
  write_end_ = std::move(raised);
}

std::optional<child_failure> StatusPipe::Result() {
  write_end_.reset();
  child_failure failure = {};
  ssize_t got;
  do {
    got = ::read(read_end_.get(), &failure, sizeof failure);
  } while (got < 0 && errno == EINTR);
  // Shorter than a record: the child was killed before it could say more; its exit status tells.
  if (got != static_cast<ssize_t>(sizeof failure)) return std::nullopt;
  return failure;
}

}  // namespace flatpty
