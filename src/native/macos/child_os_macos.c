/*
 * ============================================================================
 *  BETWEEN FORK AND EXEC: ASYNC-SIGNAL-SAFE CALLS ONLY (see child_exec.c).
 *  On macOS this runs in spawn-helper, a fresh process, but keeps to the rule.
 * ============================================================================
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "unix/child_os.h"

int child_reset_dispositions(void) {
  struct sigaction action;
  int sig;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  for (sig = 1; sig < NSIG; sig++) {
    if (sig == SIGKILL || sig == SIGSTOP) continue;
    if (sigaction(sig, &action, NULL) < 0 && errno != EINVAL) return -1;
  }
  return 0;
}

int child_pin_terminal(void) {
  /* Opening /dev/tty once makes XNU hold the slave until the session leader exits (cttyopen,
     S_CTTYREF). Then the leader's own close is not the last one, which would throw away after 0.6 s
     what the master has not read (ptsclose): its exit waits for the reader instead. A sandbox may
     refuse it. The program then runs all the same, and its last output has those 0.6 s. */
  const int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (tty >= 0) close(tty);
  return 0;
}

void child_close_from(int lowest) {
  (void)lowest; /* POSIX_SPAWN_CLOEXEC_DEFAULT let nothing in. */
}

int child_join_cgroup(const char* procs) {
  (void)procs;
  errno = ENOTSUP;
  return -1;
}

int child_become_subreaper(void) {
  errno = ENOTSUP;
  return -1;
}

int child_set_groups(int count, const gid_t* groups) { return setgroups(count, groups); }
int child_set_gid(gid_t gid) { return setgid(gid); }
int child_set_uid(uid_t uid) { return setuid(uid); }
