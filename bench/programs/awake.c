// awake.c: keeps every processor awake by a loop of the lowest priority on each, until its standard
// input ends. Says READY when the loops are there.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static void loop_on(int cpu, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it ended before the line above
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  struct sched_param none = {0};
  if (sched_setaffinity(0, sizeof one, &one) < 0) _exit(1);
  if (sched_setscheduler(0, SCHED_IDLE, &none) < 0) _exit(1);
  for (volatile unsigned long turns = 0;; turns++) {
  }
}

int main(void) {
  cpu_set_t usable;
  if (sched_getaffinity(0, sizeof usable, &usable) < 0) return 1;
  pid_t parent = getpid();
  pid_t loops[CPU_SETSIZE];
  int count = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (!CPU_ISSET(cpu, &usable)) continue;
    pid_t pid = fork();
    if (pid == 0) loop_on(cpu, parent);
    if (pid < 0) break;
    loops[count++] = pid;
  }
  puts("READY");
  fflush(stdout);
  char byte;
  while (read(0, &byte, 1) > 0) {
  }
  for (int i = 0; i < count; i++) {
    kill(loops[i], SIGKILL);
    waitpid(loops[i], NULL, 0);
  }
  return 0;
}
