// echo.c ROUNDS PAUSE_MS FLOODS ECHO_PROGRAM [FLOOD_PROGRAM ARG...]: one byte there and back,
// ROUNDS times, PAUSE_MS apart, beside FLOODS terminals that print without end.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "measure.h"
#include "pty.h"

enum { MOST_FLOODS = 16, ECHO = MOST_FLOODS };

static char buffer[65536];

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  size_t rounds = (size_t)atol(argv[1]);
  double pause_ms = atof(argv[2]);
  unsigned floods = (unsigned)atoi(argv[3]);
  char* echo_argv[] = {argv[4], NULL};
  double* took = calloc(rounds + 1, sizeof *took);
  struct terminal flood[MOST_FLOODS];
  unsigned long long flooded = 0;
  if (took == NULL || floods > MOST_FLOODS) return 2;

  int epoll = new_epoll();
  struct terminal echo = open_terminal(echo_argv);
  wait_for(echo.master, "READY");
  watch(epoll, echo.master, ECHO, 0);
  for (unsigned i = 0; i < floods; i++) {
    flood[i] = open_terminal(argv + 5);
    watch(epoll, flood[i].master, i, 0);
  }

  double begun = now_ms();
  double cpu = cpu_ms();
  double sent = 0;
  double due = begun;
  for (size_t done = 0; done < rounds;) {
    if (sent == 0 && now_ms() >= due) {
      sent = now_ms();
      write_all(echo.master, "x", 1);
    }
    struct epoll_event events[MOST_FLOODS + 1];
    double wait = sent == 0 ? due - now_ms() : 10000;
    int ready =
        epoll_wait(epoll, events, MOST_FLOODS + 1, wait < 0 ? 0 : (int)wait + (wait > (int)wait));
    for (int i = 0; i < ready; i++) {
      unsigned key = events[i].data.u32;
      ssize_t count = read(key == ECHO ? echo.master : flood[key].master, buffer, sizeof buffer);
      if (count > 0 && key == ECHO) {
        took[done++] = (now_ms() - sent) * 1e3;
        sent = 0;
        due = now_ms() + pause_ms;
      } else if (count > 0) {
        flooded += (unsigned long long)count;
      }
    }
  }
  double seconds = (now_ms() - begun) / 1e3;
  double cpu_us = (cpu_ms() - cpu) * 1e3 / (double)rounds;
  printf("{\"p10us\":%.1f,\"p50us\":%.1f,\"p99us\":%.1f,\"cpuUs\":%.1f,\"floodMbPerS\":%.2f}\n",
         percentile(took, rounds, 0.1), percentile(took, rounds, 0.5),
         percentile(took, rounds, 0.99), cpu_us, (double)flooded / 1e6 / seconds);

  kill(echo.pid, SIGKILL);
  close_terminal(&echo);
  for (unsigned i = 0; i < floods; i++) {
    kill(flood[i].pid, SIGKILL);
    close_terminal(&flood[i]);
  }
  return 0;
}
