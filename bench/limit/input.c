// input.c BYTES CHUNK SINK: types BYTES bytes, CHUNK at a time, to the sink, which says when it has
// all.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"
#include "pty.h"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  size_t bytes = (size_t)atol(argv[1]);
  size_t chunk = (size_t)atol(argv[2]);
  char* sink[] = {argv[3], argv[1], NULL};
  char* text = malloc(bytes);
  if (text == NULL) die("malloc");
  memset(text, 'a', bytes);
  struct terminal terminal = open_terminal(sink);
  wait_for(terminal.master, "READY");
  double begun = now_ms();
  double cpu = cpu_ms();
  for (size_t done = 0; done < bytes; done += chunk) {
    write_all(terminal.master, text + done, bytes - done < chunk ? bytes - done : chunk);
  }
  wait_for(terminal.master, "DONE");
  double ms = now_ms() - begun;
  printf("{\"mbPerS\":%.2f,\"cpuMs\":%.1f}\n", (double)bytes / 1e3 / ms, cpu_ms() - cpu);
  kill(terminal.pid, SIGKILL);
  close_terminal(&terminal);
  return 0;
}
