/*
 * Whether a terminal is pinned: on XNU, whether its session has opened /dev/tty, which makes the
 * kernel hold the slave until the leader exits (cttyopen, S_CTTYREF). Here the terminal itself
 * remembers it, in a control character that Linux keeps and gives no meaning to.
 */
#ifndef FLATPTY_TEST_DARWIN_PIN_H_
#define FLATPTY_TEST_DARWIN_PIN_H_

#include <termios.h>

enum { PIN_CHARACTER = 18, PIN_MARK = 0x5a };

/* `fd` is any end of the terminal. */
static inline void Pin(int fd) {
  struct termios modes;
  if (tcgetattr(fd, &modes) != 0) return;
  modes.c_cc[PIN_CHARACTER] = PIN_MARK;
  tcsetattr(fd, TCSANOW, &modes);
}

static inline int IsPinned(int fd) {
  struct termios modes;
  return tcgetattr(fd, &modes) == 0 && modes.c_cc[PIN_CHARACTER] == PIN_MARK;
}

#endif /* FLATPTY_TEST_DARWIN_PIN_H_ */
