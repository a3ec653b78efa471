// idle.c COUNT PROGRAM: opens COUNT terminals with an idle program, and closes them.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "measure.h"
#include "pty.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  unsigned count = (unsigned)atoi(argv[1]);
  struct terminal* terminals = calloc(count, sizeof *terminals);
  if (terminals == NULL) die("calloc");
  long before = rss_kb();
  int epoll = new_epoll();
  double begun = now_ms();
  for (unsigned i = 0; i < count; i++) {
    terminals[i] = open_terminal(argv + 2);
    watch(epoll, terminals[i].master, 2 * i, 0);
    watch(epoll, terminals[i].pidfd, 2 * i + 1, 0);
  }
  double opened = now_ms() - begun;
  long rss = rss_kb() - before;
  double ending = now_ms();
  for (unsigned i = 0; i < count; i++) kill(terminals[i].pid, SIGKILL);
  for (unsigned i = 0; i < count; i++) close_terminal(&terminals[i]);
  printf("{\"openMs\":%.1f,\"endMs\":%.1f,\"kbPerPty\":%.2f,\"fdsPerPty\":2,\"threads\":0}\n",
         opened, now_ms() - ending, (double)rss / count);
  return 0;
}
