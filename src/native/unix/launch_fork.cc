// fork, for a program with another identity: a child with other rights must not share memory with
// its parent, because a process that may trace it could write there.
#include <unistd.h>

#include <memory>
#include <utility>

#include "core/sys_error.h"
#include "unix/exec_plan_owner.h"
#include "unix/launch.h"
#include "unix/limits.h"
#include "unix/pipe_outcome.h"
#include "unix/signals_blocked.h"

namespace flatpty {

Launched LaunchByFork(LaunchRequest request, int slave) {
  const ExecPlan plan(std::move(request));
  const auto outcome = std::make_shared<PipeOutcome>();
  pid_t pid;
  int error;
  {
    const AllSignalsBlocked blocked;
    pid = ::fork();
    if (pid == 0) child_exec(&plan.get(), slave, outcome->write_fd());
    error = errno;
  }
  outcome->Started();
  if (pid < 0) throw SysError(error, "fork", {}, LimitBehind(error));
  Reactor::Get().ReleaseLater(outcome);
  return Launched{pid, outcome};
}

}  // namespace flatpty
