// vfork: the child borrows the parent's memory until its exec, so a spawn costs the same in a
// 3 GB process as in a small one (fork copies page tables: 30 ms per GB, peer-bench 1).
#include <unistd.h>

#include <utility>

#include "core/sys_error.h"
#include "unix/exec_plan_owner.h"
#include "unix/launch.h"
#include "unix/limits.h"
#include "unix/signals_blocked.h"
#include "unix/status_pipe.h"

namespace flatpty {

namespace {

// No child_stage: the child has written elsewhere, in memory of its own.
constexpr int kUnseen = -1;

// A function of its own, never inlined: vfork returns twice into this frame, and the parent must
// find nothing in it that the child has changed.
__attribute__((noinline)) pid_t StartChild(const exec_plan& plan, bool own_memory, int slave,
                                           child_report report) {
  // A child with other rights must not share memory with the parent: who may trace it could write
  // there.
  // vfork's dangers are what this file and child_exec.c are about; a pid_t may take its result.
  // NOLINTNEXTLINE(*-unsafe-functions,cert-msc*,*.insecureAPI.vfork,clang-analyzer-unix.Vfork)
  const pid_t pid = own_memory ? ::fork() : ::vfork();
  if (pid == 0) child_exec(&plan, slave, report);
  return pid;
}

}  // namespace

Launched LaunchByVfork(LaunchRequest request, int slave) {
  const bool own_memory = request.ChangesIdentity();
  const ExecPlan plan(std::move(request));
  const auto outcome = std::make_shared<KnownOutcome>();
  StatusPipe status;
  volatile child_failure seen = {kUnseen, 0};
  pid_t pid;
  int error;
  {
    const AllSignalsBlocked blocked;
    pid = StartChild(plan.get(), own_memory, slave, {status.write_fd(), &seen});
    error = errno;
  }
  if (pid < 0) throw SysError(error, "fork", {}, LimitBehind(error));
  if (seen.stage == kUnseen) {
    outcome->Is(status.Result());
  } else if (seen.stage != CHILD_STAGE_NOWHERE) {
    outcome->Is(child_failure{seen.stage, seen.error});
  }
  return Launched{pid, outcome};
}

}  // namespace flatpty
