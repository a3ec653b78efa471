// vfork: the child borrows the parent's memory until its exec, so a spawn costs the same in a
// 3 GB process as in a small one (fork copies page tables: 30 ms per GB, peer-bench 1).
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "../sys_error.h"
#include "exec_plan.h"
#include "launch.h"
#include "limits.h"
#include "status_pipe.h"

namespace flatpty {

namespace {

// No child_stage: the child has written elsewhere, in memory of its own.
constexpr int kUnseen = -1;

struct Free {
  void operator()(char** block) const { std::free(block); }
};
using Strings = std::unique_ptr<char*, Free>;

// No handler of the parent may run in a child that shares its memory: everything is blocked
// until child_exec has reset the dispositions.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &saved_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &saved_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t saved_;
};

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

Launched LaunchByVfork(const LaunchRequest& request, int slave) {
  const std::vector<char*> argv = PointersTo(request.argv);
  const std::vector<char*> envp = PointersTo(request.env);
  const Strings candidates(exec_plan_candidates(request.file.c_str(), envp.data()));
  const Strings sh_argv(exec_plan_sh_argv(argv.data()));
  if (!candidates || !sh_argv) throw std::bad_alloc();

  exec_plan plan = {};
  plan.argv = argv.data();
  plan.envp = envp.data();
  plan.candidates = candidates.get();
  plan.sh_argv = sh_argv.get();
  plan.cwd = request.cwd.empty() ? nullptr : request.cwd.c_str();
  plan.has_uid = request.uid.has_value();
  plan.uid = request.uid.value_or(0);
  plan.has_gid = request.gid.has_value();
  plan.gid = request.gid.value_or(0);
  plan.group_count = request.groups ? static_cast<int>(request.groups->size()) : -1;
  plan.groups = request.groups ? request.groups->data() : nullptr;

  StatusPipe status;
  volatile child_failure seen = {kUnseen, 0};
  pid_t pid;
  int error;
  {
    const AllSignalsBlocked blocked;
    pid = StartChild(plan, request.ChangesIdentity(), slave, {status.write_fd(), &seen});
    error = errno;
  }
  if (pid < 0) throw SysError(error, "fork", {}, LimitBehind(error));
  if (seen.stage == kUnseen) return Launched{pid, status.Result()};
  if (seen.stage == CHILD_STAGE_NOWHERE) return Launched{pid, std::nullopt};
  return Launched{pid, child_failure{seen.stage, seen.error}};
}

}  // namespace flatpty
