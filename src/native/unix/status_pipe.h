// Tells the parent how far its child came: end of file at a successful exec (the pipe is
// close-on-exec), a child_failure otherwise.
#ifndef FLATPTY_UNIX_STATUS_PIPE_H_
#define FLATPTY_UNIX_STATUS_PIPE_H_

#include <optional>

#include "unix/child_exec.h"
#include "unix/unique_fd.h"

namespace flatpty {

// The OS's half: a close-on-exec pipe. Throws SysError.
void OpenPipe(UniqueFd* read_end, UniqueFd* write_end);

class StatusPipe {
 public:
  StatusPipe();  // throws SysError

  int write_fd() const { return write_end_.get(); }

  // Waits until the child has exec'd or failed. Call once, after the launch.
  std::optional<child_failure> Result();

 private:
  UniqueFd read_end_;
  UniqueFd write_end_;
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_STATUS_PIPE_H_
