/*
 * ============================================================================
 *  BETWEEN FORK AND EXEC: ASYNC-SIGNAL-SAFE CALLS ONLY (signal-safety(7)).
 *
 *  After vfork this runs in the parent's memory with the parent's thread
 *  suspended; after fork other threads may have held any lock. So: no malloc,
 *  no stdio, no strerror, no locks, no getenv, no exit (only _exit), and
 *  nothing is written outside this stack except plan->sh_argv[1].
 * ============================================================================
 */
#include "unix/child_exec.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "unix/child_os.h"
#include "unix/exec_walk.h"

/* Where the status pipe sits while everything above it is closed. */
enum { STATUS_FD = 3 };

static void report(int status, int stage, int value) {
  struct child_failure record;
  ssize_t written;
  record.stage = stage;
  record.error = value;
  do {
    written = write(status, &record, sizeof record);
  } while (written < 0 && errno == EINTR);
}

static void fail(int status, int stage) __attribute__((noreturn));

static void fail(int status, int stage) {
  report(status, stage, errno);
  _exit(CHILD_FAILED_EXIT_CODE);
}

static int empty_signal_mask(void) {
  sigset_t none;
  sigemptyset(&none);
  /* A child has one thread. NOLINTNEXTLINE(concurrency-mt-unsafe) */
  return sigprocmask(SIG_SETMASK, &none, NULL);
}

/* dup2 clears close-on-exec, except that dup2(fd, fd) does nothing at all. */
static int install(int from, int to) {
  if (from == to) return fcntl(to, F_SETFD, 0);
  return dup2(from, to) < 0 ? -1 : 0;
}

/* Frees the numbers that are done with: in a full table child_close_from needs one to list it. */
static void close_above(int lowest, int fd) {
  if (fd >= lowest) close(fd);
}

static int keep_status_at(int status_fd, int target) {
  if (status_fd != target && dup2(status_fd, target) < 0) return -1;
  return fcntl(target, F_SETFD, FD_CLOEXEC);
}

static int run_program(const char* path, char* const* argv, char* const* envp) {
  execve(path, argv, envp);
  return errno;
}

/* A terminal controls one session at a time (tty_ioctl(4)): EPERM while it has another one. */
static int take_terminal(const struct exec_plan* plan, int slave) {
  if (ioctl(slave, TIOCSCTTY, 0) == 0) return child_pin_terminal();
  return plan->shares_terminal && errno == EPERM ? 0 : -1;
}

void child_exec(const struct exec_plan* plan, int slave, int status) {
  /* Dispositions first, while everything is still blocked: no handler of the parent may run. */
  if (child_reset_dispositions() < 0) fail(status, CHILD_STAGE_SIGNALS);
  if (empty_signal_mask() < 0) fail(status, CHILD_STAGE_SIGNAL_MASK);
  /* posix_spawn's SETSID has done this for spawn-helper; setsid(2) would say EPERM. */
  if (getsid(0) != getpid() && setsid() < 0) fail(status, CHILD_STAGE_SETSID);
  if (take_terminal(plan, slave) < 0) fail(status, CHILD_STAGE_TERMINAL);
  if (install(slave, STDIN_FILENO) < 0 || install(slave, STDOUT_FILENO) < 0 ||
      install(slave, STDERR_FILENO) < 0 || keep_status_at(status, STATUS_FD) < 0) {
    fail(status, CHILD_STAGE_STDIO);
  }
  close_above(STATUS_FD + 1, slave);
  close_above(STATUS_FD + 1, status);
  child_close_from(STATUS_FD + 1);
  report(STATUS_FD, CHILD_STAGE_NOWHERE, (int)getpid());
  /* With the parent's rights, as node-pty: a directory may be closed to the program's user. */
  if (plan->cwd != NULL && chdir(plan->cwd) < 0) fail(STATUS_FD, CHILD_STAGE_CHDIR);
  if (plan->cgroup != NULL && child_join_cgroup(plan->cgroup) < 0) {
    fail(STATUS_FD, CHILD_STAGE_CGROUP);
  }
  if (plan->subreaper && child_become_subreaper() < 0) fail(STATUS_FD, CHILD_STAGE_SUBREAPER);
  if (plan->group_count >= 0 && child_set_groups(plan->group_count, plan->groups) < 0) {
    fail(STATUS_FD, CHILD_STAGE_GROUPS);
  }
  if (plan->has_gid && child_set_gid(plan->gid) < 0) fail(STATUS_FD, CHILD_STAGE_GID);
  if (plan->has_uid && child_set_uid(plan->uid) < 0) fail(STATUS_FD, CHILD_STAGE_UID);
  errno = exec_walk(plan, run_program);
  fail(STATUS_FD, CHILD_STAGE_EXEC);
}
