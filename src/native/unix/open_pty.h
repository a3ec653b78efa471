// Opens a pty pair: both ends close-on-exec from birth, neither below 3, slave ready for a child.
#ifndef FLATPTY_UNIX_OPEN_PTY_H_
#define FLATPTY_UNIX_OPEN_PTY_H_

#include <string>

#include "unix/unique_fd.h"

namespace flatpty {

struct PtySettings {
  unsigned short cols = 80;
  unsigned short rows = 24;
  unsigned short x_pixels = 0;
  unsigned short y_pixels = 0;
  bool utf8 = true;    // IUTF8: the line discipline erases whole characters
  bool decode = true;  // output comes as text, decoded from UTF-8
  bool raw = false;
  bool echo = true;
  bool kernel_modes = false;  // leave the terminal as the kernel makes it; the above do not count
};

struct PtyPair {
  UniqueFd master;  // non-blocking
  UniqueFd slave;
  std::string slave_name;
};

// Throws SysError; on any failure nothing stays open.
PtyPair OpenPty(const PtySettings& settings);

// The OS's half: a new master, O_RDWR | O_NOCTTY | O_CLOEXEC; invalid with errno set.
UniqueFd OpenMaster();

// The OS's half: the slave of an unlocked master, O_RDWR | O_NOCTTY | O_CLOEXEC, and its name.
UniqueFd OpenSlave(int master, std::string* name);

// An fd below 3 would collide with the child's stdio when the host runs with 0, 1 or 2 closed.
UniqueFd RaiseAboveStdio(UniqueFd fd);

void SetNonBlocking(int fd);
// Of the terminal behind `fd`; below 1 when there is none.
int ForegroundGroupOf(int fd);
void SetWinsize(int fd, const PtySettings& settings);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_OPEN_PTY_H_
