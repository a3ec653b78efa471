/*
 * ============================================================================
 *  BETWEEN FORK AND EXEC: ASYNC-SIGNAL-SAFE CALLS ONLY (see child_exec.c).
 *  Raw system calls where libc adds locks or broadcasts to the parent's threads.
 * ============================================================================
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux/close_range_linux.h"
#include "unix/child_os.h"

enum { KERNEL_SIGNALS = 64, KERNEL_SIGSET_BYTES = 8, MAX_SWEEPS = 64 };

int child_reset_dispositions(void) {
  /* Zero is SIG_DFL, no flags, empty mask in every architecture's struct kernel_sigaction. The raw
     call, because sigaction(3) refuses 32 and 33, which a program started by us may inherit. */
  char default_action[64];
  int sig;
  memset(default_action, 0, sizeof default_action);
  for (sig = 1; sig <= KERNEL_SIGNALS; sig++) {
    if (sig == SIGKILL || sig == SIGSTOP) continue;
    if (syscall(SYS_rt_sigaction, sig, default_action, NULL, KERNEL_SIGSET_BYTES) < 0) return -1;
  }
  return 0;
}

int child_pin_terminal(void) {
  return 0; /* Linux keeps what was written until the master has read it. */
}

static int parse_fd(const char* name) {
  int fd = 0;
  if (*name < '0' || *name > '9') return -1;
  for (; *name >= '0' && *name <= '9'; name++) fd = fd * 10 + (*name - '0');
  return fd;
}

struct kernel_dirent64 {
  uint64_t d_ino;
  int64_t d_off;
  unsigned short d_reclen;
  unsigned char d_type;
  char d_name[1];
};

/* One pass over /proc/self/fd. Returns how many it closed. Closing while listing may skip
   entries, so the caller goes round until a pass finds nothing. */
static int sweep(int directory, int lowest) {
  char buffer[4096];
  int closed = 0;
  for (;;) {
    long size = syscall(SYS_getdents64, directory, buffer, sizeof buffer);
    long at = 0;
    if (size <= 0) return closed;
    while (at < size) {
      const char* record = buffer + at;
      unsigned short length;
      int fd = parse_fd(record + offsetof(struct kernel_dirent64, d_name));
      memcpy(&length, record + offsetof(struct kernel_dirent64, d_reclen), sizeof length);
      if (fd >= lowest && fd != directory && close(fd) == 0) closed++;
      at += length;
    }
  }
}

void child_close_from(int lowest) {
  int sweeps;
  int directory;
  if (syscall(SYS_close_range, (unsigned)lowest, UINT_MAX, 0) == 0) return;
  /* Old kernels say ENOSYS, old container filters EPERM: list what is open instead. Never a loop
     to RLIMIT_NOFILE, which may be a milliard. Without /proc only close-on-exec is left. */
  directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  for (sweeps = 0; sweeps < MAX_SWEEPS; sweeps++) {
    if (lseek(directory, 0, SEEK_SET) < 0 || sweep(directory, lowest) == 0) break;
  }
  close(directory);
}

int child_join_cgroup(const char* procs) {
  /* 0 is who writes it, cgroups(7). */
  const int file = open(procs, O_WRONLY | O_CLOEXEC);
  ssize_t written;
  int error;
  if (file < 0) return -1;
  written = write(file, "0", 1);
  error = errno;
  close(file);
  errno = error;
  return written < 0 ? -1 : 0;
}

int child_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

/* Raw, because glibc's and musl's wrappers tell every thread of the process, and after a fork
   there is only this one. 32-bit targets keep the 16-bit ids under the plain names. */
#ifdef SYS_setgroups32
int child_set_groups(int count, const gid_t* groups) {
  return syscall(SYS_setgroups32, count, groups) < 0 ? -1 : 0;
}
int child_set_gid(gid_t gid) { return syscall(SYS_setgid32, gid) < 0 ? -1 : 0; }
int child_set_uid(uid_t uid) { return syscall(SYS_setuid32, uid) < 0 ? -1 : 0; }
#else
int child_set_groups(int count, const gid_t* groups) {
  return syscall(SYS_setgroups, count, groups) < 0 ? -1 : 0;
}
int child_set_gid(gid_t gid) { return syscall(SYS_setgid, gid) < 0 ? -1 : 0; }
int child_set_uid(uid_t uid) { return syscall(SYS_setuid, uid) < 0 ? -1 : 0; }
#endif
