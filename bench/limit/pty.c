#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char** environ;

void die(const char* what) {
  perror(what);
  exit(1);
}

// vfork: the child has nothing to copy, so the time does not depend on this process's size.
static pid_t launch(int slave, char* const argv[]) {
  pid_t pid = vfork();
  if (pid < 0) die("vfork");
  if (pid > 0) return pid;
  if (setsid() < 0 || ioctl(slave, TIOCSCTTY, 0) < 0) _exit(126);
  dup2(slave, 0);
  dup2(slave, 1);
  dup2(slave, 2);
  syscall(SYS_close_range, 3, ~0U, 0);
  execve(argv[0], argv, environ);
  _exit(127);
}

struct terminal open_terminal(char* const argv[]) {
  struct terminal terminal;
  struct winsize size = {.ws_row = 24, .ws_col = 80};
  int unlocked = 0;
  terminal.master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (terminal.master < 0) die("/dev/ptmx");
  if (ioctl(terminal.master, TIOCSPTLCK, &unlocked) < 0) die("TIOCSPTLCK");
  int slave = ioctl(terminal.master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave < 0) die("TIOCGPTPEER");
  ioctl(slave, TIOCSWINSZ, &size);
  terminal.pid = launch(slave, argv);
  close(slave);
  terminal.pidfd = (int)syscall(SYS_pidfd_open, terminal.pid, 0);
  if (terminal.pidfd < 0) die("pidfd_open");
  return terminal;
}

void close_terminal(struct terminal* terminal) {
  int status;
  while (waitpid(terminal->pid, &status, 0) < 0 && errno == EINTR) {
  }
  close(terminal->master);
  close(terminal->pidfd);
}

void write_all(int fd, const char* bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(fd, bytes, count);
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    } else if (errno == EAGAIN) {
      struct pollfd room = {.fd = fd, .events = POLLOUT};
      poll(&room, 1, -1);
    } else if (errno != EINTR) {
      die("write");
    }
  }
}

void wait_for(int fd, const char* text) {
  char seen[4096];
  size_t length = 0;
  while (length < sizeof seen - 1) {
    struct pollfd input = {.fd = fd, .events = POLLIN};
    if (poll(&input, 1, 10000) <= 0) break;
    ssize_t count = read(fd, seen + length, sizeof seen - 1 - length);
    if (count <= 0) break;
    length += (size_t)count;
    seen[length] = 0;
    if (strstr(seen, text) != NULL) return;
  }
  fprintf(stderr, "no \"%s\" came\n", text);
  exit(1);
}

int new_epoll(void) {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) die("epoll_create1");
  return epoll;
}

void watch(int epoll, int fd, unsigned key, int writing) {
  struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.u32 = key};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
}

void unwatch(int epoll, int fd) { epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL); }
