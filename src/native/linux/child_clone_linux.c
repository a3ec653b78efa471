/*
 * ============================================================================
 *  BETWEEN CLONE AND EXEC, BESIDE THE PARENT'S THREADS: NO LIBC AT ALL.
 *
 *  This runs in the parent's memory and with the thread-locals of the thread
 *  that made it, which goes on meanwhile. Not even errno may be written, and a
 *  call that libc's linker binds at first use would run that linker in the
 *  parent's name. So: raw_syscall and nothing else; the object file refers to
 *  no other function (test/launcher checks). Nothing is written outside this
 *  stack except plan.sh_argv[1], *settled and the failure.
 * ============================================================================
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux/child_clone.h"
#include "linux/close_range_linux.h"
#include "linux/raw_linux.h"
#include "unix/exec_walk.h"

enum { KERNEL_SIGNALS = 64, KERNEL_SIGSET_BYTES = 8 };

/* SIG_DFL, no flags, empty mask in every architecture's struct kernel_sigaction, and no signal in a
   kernel's sigset_t. */
static const char zeros[64];

static long call(long number, long a, long b, long c) { return raw_syscall(number, a, b, c, 0); }

static void tell_settled(const struct child_clone* child) {
  __atomic_store_n(child->settled, 1, __ATOMIC_RELEASE);
  call(SYS_futex, (intptr_t)child->settled, FUTEX_WAKE, INT_MAX);
}

static void fail(struct child_clone* child, int stage, long result) __attribute__((noreturn));

static void fail(struct child_clone* child, int stage, long result) {
  child->failure.error = (int)-result;
  child->failure.stage = stage;
  tell_settled(child);
  for (;;) call(SYS_exit_group, CHILD_FAILED_EXIT_CODE, 0, 0);
}

static void check(struct child_clone* child, int stage, long result) {
  if (result < 0) fail(child, stage, result);
}

static long reset_dispositions(void) {
  int sig;
  for (sig = 1; sig <= KERNEL_SIGNALS; sig++) {
    long result;
    if (sig == SIGKILL || sig == SIGSTOP) continue;
    result = raw_syscall(SYS_rt_sigaction, sig, (intptr_t)zeros, 0, KERNEL_SIGSET_BYTES);
    if (result < 0) return result;
  }
  return 0;
}

/* The child came with its parent's table of descriptors, not with a copy: a copy would keep files,
   ports and locks that the parent closes meanwhile, for as long as the exec takes. Its own table
   has the slave and what takes the places of 0 to 2. */
static long own_descriptors(int slave) {
  const long result = call(SYS_close_range, slave + 1, UINT_MAX, CLOSE_RANGE_UNSHARE_FLAG);
  if (result < 0 || slave == STDERR_FILENO + 1) return result;
  return call(SYS_close_range, STDERR_FILENO + 1, slave - 1, 0);
}

/* As in child_exec.c. */
static long take_terminal(const struct exec_plan* plan, int slave) {
  const long result = call(SYS_ioctl, slave, TIOCSCTTY, 0);
  return result == -EPERM && plan->shares_terminal ? 0 : result;
}

static long install(int slave) {
  int fd;
  for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    const long result = call(SYS_dup3, slave, fd, 0);
    if (result < 0) return result;
  }
  return call(SYS_close, slave, 0, 0);
}

static long join_cgroup(const char* procs) {
  const long file = raw_syscall(SYS_openat, AT_FDCWD, (intptr_t)procs, O_WRONLY | O_CLOEXEC, 0);
  long written;
  if (file < 0) return file;
  written = call(SYS_write, file, (intptr_t) "0", 1);
  call(SYS_close, file, 0, 0);
  return written;
}

static int run_program(const char* path, char* const* argv, char* const* envp) {
  return (int)-call(SYS_execve, (intptr_t)path, (intptr_t)argv, (intptr_t)envp);
}

void child_clone_try(void* argument) {
  const int* const fd = argument;
  const long result = own_descriptors(*fd);
  for (;;) call(SYS_exit_group, result < 0 ? CHILD_FAILED_EXIT_CODE : 0, 0, 0);
}

void child_clone_run(void* argument) {
  struct child_clone* const child = argument;
  const struct exec_plan* const plan = &child->plan;
  /* What the parent waits for first; no signal can come, for everything is blocked. */
  check(child, CHILD_STAGE_SETSID, call(SYS_setsid, 0, 0, 0));
  check(child, CHILD_STAGE_TERMINAL, take_terminal(plan, child->slave));
  check(child, CHILD_STAGE_DESCRIPTORS, own_descriptors(child->slave));
  tell_settled(child);
  /* Dispositions before the mask: no handler of the parent may run. */
  check(child, CHILD_STAGE_SIGNALS, reset_dispositions());
  check(child, CHILD_STAGE_SIGNAL_MASK,
        raw_syscall(SYS_rt_sigprocmask, SIG_SETMASK, (intptr_t)zeros, 0, KERNEL_SIGSET_BYTES));
  check(child, CHILD_STAGE_STDIO, install(child->slave));
  if (plan->cwd != NULL) {
    check(child, CHILD_STAGE_CHDIR, call(SYS_chdir, (intptr_t)plan->cwd, 0, 0));
  }
  if (plan->cgroup != NULL) check(child, CHILD_STAGE_CGROUP, join_cgroup(plan->cgroup));
  if (plan->subreaper) {
    check(child, CHILD_STAGE_SUBREAPER, call(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1, 0));
  }
  fail(child, CHILD_STAGE_EXEC, -exec_walk(plan, run_program));
}
