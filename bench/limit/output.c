// output.c PROGRAM [ARG...]: reads everything the program prints, 64 KB at a time, nonblocking.
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "measure.h"
#include "pty.h"

static char buffer[65536];

int main(int argc, char** argv) {
  unsigned long long bytes = 0;
  unsigned long reads = 0;
  double last = 0;
  if (argc < 2) return 2;
  int epoll = new_epoll();
  double begun = now_ms();
  double cpu = cpu_ms();
  struct terminal terminal = open_terminal(argv + 1);
  watch(epoll, terminal.master, 0, 0);
  for (int open = 1; open;) {
    struct epoll_event event;
    epoll_wait(epoll, &event, 1, -1);
    for (;;) {
      ssize_t count = read(terminal.master, buffer, sizeof buffer);
      if (count > 0) {
        bytes += (unsigned long long)count;
        reads++;
        last = now_ms();
        continue;
      }
      if (count == 0 || errno == EIO) open = 0;
      break;
    }
  }
  close_terminal(&terminal);
  double ms = last - begun;
  double gb = (double)bytes / 1e9;
  printf(
      "{\"bytes\":%llu,\"mbPerS\":%.2f,\"cpuPerGB\":%.3f,\"events\":%lu,\"bytesPerEvent\":%.0f}\n",
      bytes, (double)bytes / 1e3 / ms, (cpu_ms() - cpu) / 1e3 / gb, reads,
      reads > 0 ? (double)bytes / (double)reads : 0);
  return 0;
}
