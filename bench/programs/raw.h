// What the programs that are typed at have in common.
#ifndef FLATPTY_BENCH_RAW_H_
#define FLATPTY_BENCH_RAW_H_

#include <termios.h>
#include <unistd.h>

// No line discipline, no echo; then says that it is so. Returns 0 when there is no terminal.
static inline int raw_and_ready(void) {
  struct termios modes;
  if (tcgetattr(0, &modes) < 0) return 0;
  cfmakeraw(&modes);
  return tcsetattr(0, TCSANOW, &modes) == 0 && write(1, "READY", 5) == 5;
}

#endif
