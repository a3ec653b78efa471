/*
 * Starts a program in which one system call always fails (seccomp(2)):
 *   refuse_one CALL ERRNO program argv[0] [argument...]
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Linux 5.9, the same number on every architecture. */
#ifndef SYS_close_range
#define SYS_close_range 436
#endif

static const struct {
  const char* name;
  unsigned number;
} kCalls[] = {
    {"rt_sigaction", SYS_rt_sigaction},
    {"rt_sigprocmask", SYS_rt_sigprocmask},
    {"setsid", SYS_setsid},
    {"ioctl", SYS_ioctl},
    {"fcntl", SYS_fcntl},
    {"setgroups", SYS_setgroups},
    {"setgid", SYS_setgid},
    {"setuid", SYS_setuid},
    {"chdir", SYS_chdir},
    {"close_range", SYS_close_range},
    {"execve", SYS_execve},
    {"write", SYS_write},
#ifdef SYS_dup2
    {"dup2", SYS_dup2},
#else
    {"dup2", SYS_dup3},
#endif
};

static unsigned number_of(const char* name) {
  size_t i;
  for (i = 0; i < sizeof kCalls / sizeof *kCalls; i++) {
    if (strcmp(kCalls[i].name, name) == 0) return kCalls[i].number;
  }
  fprintf(stderr, "refuse_one: unknown call %s\n", name);
  exit(125);
}

int main(int argc, char** argv) {
  if (argc < 5) return 125;
  /* A first argument that is the program's name as it stands in this very memory is let through:
     that is the execve below. */
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number_of(argv[1]), 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(uintptr_t)argv[3], 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)atoi(argv[2])),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog filter = {sizeof program / sizeof program[0], program};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
    perror("refuse_one: seccomp");
    return 125;
  }
  execve(argv[3], argv + 4, environ);
  perror(argv[3]);
  return 127;
}
