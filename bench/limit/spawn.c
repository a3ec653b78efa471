// spawn.c CYCLES RSS_MB: /bin/true on a terminal, from spawn to exit, one after another.
// spawn.c burst COUNT: as many at once.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "measure.h"
#include "pty.h"

static char* const program[] = {"/bin/true", NULL};
static char buffer[65536];

// Reads what is there. Returns whether the terminal has come to its end.
static int drain(int fd) {
  for (;;) {
    ssize_t count = read(fd, buffer, sizeof buffer);
    if (count == 0 || (count < 0 && errno == EIO)) return 1;
    if (count < 0 && errno == EAGAIN) return 0;
    if (count < 0 && errno != EINTR) die("read");
  }
}

// Waits for the exit and the end of the output of `count` terminals, and closes them.
static void finish(int epoll, struct terminal* terminals, unsigned count) {
  unsigned left = 2 * count;
  struct epoll_event events[64];
  while (left > 0) {
    int ready = epoll_wait(epoll, events, 64, -1);
    for (int i = 0; i < ready; i++) {
      unsigned key = events[i].data.u32;
      struct terminal* terminal = &terminals[key / 2];
      int is_exit = key % 2 == 1;
      if (!is_exit && !drain(terminal->master)) continue;
      unwatch(epoll, is_exit ? terminal->pidfd : terminal->master);
      left--;
    }
  }
  for (unsigned i = 0; i < count; i++) close_terminal(&terminals[i]);
}

static void start(int epoll, struct terminal* terminal, unsigned index) {
  *terminal = open_terminal(program);
  watch(epoll, terminal->master, 2 * index, 0);
  watch(epoll, terminal->pidfd, 2 * index + 1, 0);
}

static void sequence(unsigned cycles, size_t rss_mb) {
  double* took = calloc(cycles, sizeof *took);
  char* touched = malloc(rss_mb * 1024 * 1024 + 1);
  struct terminal terminal;
  int epoll = new_epoll();
  if (took == NULL || touched == NULL) die("malloc");
  memset(touched, 1, rss_mb * 1024 * 1024 + 1);
  // The compiler must not find out that it is never read.
  __asm__ volatile("" : : "r"(touched) : "memory");
  double cpu = cpu_ms();
  double begun = now_ms();
  for (unsigned i = 0; i < cycles; i++) {
    double before = now_ms();
    start(epoll, &terminal, 0);
    took[i] = (now_ms() - before) * 1e3;
    finish(epoll, &terminal, 1);
  }
  double seconds = (now_ms() - begun) / 1e3;
  cpu = (cpu_ms() - cpu) * 1e3 / cycles;
  printf(
      "{\"cyclesPerS\":%.1f,\"p10us\":%.1f,\"p50us\":%.1f,\"p99us\":%.1f,\"cpuUs\":%.1f,"
      "\"mainUs\":%.1f,\"programUs\":%.1f}\n",
      cycles / seconds, percentile(took, cycles, 0.1), percentile(took, cycles, 0.5),
      percentile(took, cycles, 0.99), cpu, cpu, children_cpu_ms() * 1e3 / cycles);
}

static void burst(unsigned count) {
  struct terminal* terminals = calloc(count, sizeof *terminals);
  int epoll = new_epoll();
  if (terminals == NULL) die("calloc");
  double begun = now_ms();
  for (unsigned i = 0; i < count; i++) start(epoll, &terminals[i], i);
  double blocked = now_ms() - begun;
  finish(epoll, terminals, count);
  printf("{\"ms\":%.2f,\"blockedMs\":%.2f,\"exits\":%u}\n", now_ms() - begun, blocked, count);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  if (strcmp(argv[1], "burst") == 0) {
    burst((unsigned)atoi(argv[2]));
  } else {
    sequence((unsigned)atoi(argv[1]), (size_t)atol(argv[2]));
  }
  return 0;
}
