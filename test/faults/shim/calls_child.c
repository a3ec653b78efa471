/* Between fork and exec. */
#include <signal.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wrapper.h"

/* The same numbers on every architecture; older headers do not have the names. */
enum { NUMBER_PIDFD_SEND_SIGNAL = 424, NUMBER_PIDFD_OPEN = 434, NUMBER_CLOSE_RANGE = 436 };

IN_FRONT_OF(sigprocmask)
int sigprocmask(int how, const sigset_t* set, sigset_t* old) {
  FAIL_IF(fault("sigprocmask", CALLER), -1);
  return next_sigprocmask()(how, set, old);
}

IN_FRONT_OF(setsid)
pid_t setsid(void) {
  FAIL_IF(fault("setsid", CALLER), -1);
  return next_setsid()();
}

IN_FRONT_OF(dup2)
int dup2(int from, int to) {
  FAIL_IF(fault_on_fd("dup2", from, CALLER), -1);
  return next_dup2()(from, to);
}

IN_FRONT_OF(chdir)
int chdir(const char* path) {
  FAIL_IF(fault("chdir", CALLER), -1);
  return next_chdir()(path);
}

IN_FRONT_OF(execve)
int execve(const char* path, char* const argv[], char* const envp[]) {
  FAIL_IF(fault("execve", CALLER), -1);
  return next_execve()(path, argv, envp);
}

static const char* number_name(long number) {
  switch (number) {
    case SYS_rt_sigaction:
      return "rt_sigaction";
    case SYS_getdents64:
      return "getdents64";
    case NUMBER_PIDFD_SEND_SIGNAL:
      return "pidfd_send_signal";
    case NUMBER_PIDFD_OPEN:
      return "pidfd_open";
    case NUMBER_CLOSE_RANGE:
      return "close_range";
    case SYS_setgroups:
      return "setgroups";
    case SYS_setgid:
      return "setgid";
    case SYS_setuid:
      return "setuid";
    default:
      return "syscall";
  }
}

IN_FRONT_OF(syscall)
long syscall(long number, ...) {
  va_list arguments;
  long a[6];
  int i;
  va_start(arguments, number);
  for (i = 0; i < 6; i++) a[i] = va_arg(arguments, long);
  va_end(arguments);
  FAIL_IF(fault(number_name(number), CALLER), -1);
  return next_syscall()(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
