// One end of a terminal: what the core asks of an OS for its bytes, size and modes.
#ifndef FLATPTY_PTY_END_H_
#define FLATPTY_PTY_END_H_

#include <cstddef>
#include <cstdint>

#include "core/poller.h"

namespace flatpty {

class NearPoller;

struct TerminalSize {
  unsigned short cols;
  unsigned short rows;
  unsigned short x_pixels;
  unsigned short y_pixels;
};

// How a terminal treats what is typed.
struct LineModes {
  bool raw = false;  // each byte reaches the program as it is, at once
  bool echo = true;
};

enum class IoStatus {
  kDone,        // `bytes` were moved, at least one
  kWouldBlock,  // nothing to read, or no room, now
  kHangUp,      // the other end is gone, or can never be reached again
};

struct IoResult {
  IoStatus status;
  size_t bytes;
};

// For any thread. Closed by its destructor; to be unwatched before that. Read and Write never
// block, whatever other holders of the same open file have made of it.
class PtyEnd {
 public:
  virtual ~PtyEnd() = default;

  virtual IoResult Read(char* buffer, size_t room) const = 0;
  virtual IoResult Write(const char* data, size_t size) const = 0;

  virtual void Resize(const TerminalSize& size) const = 0;  // throws SysError
  // Raw, as libuv's uv_tty_set_mode makes it, or as it was before. For one thread. Throws SysError.
  virtual void SetRawMode(bool raw) = 0;
  // The modes now; fresh ones where the OS keeps none. Throws SysError.
  virtual LineModes Modes() const { return {}; }
  // Does nothing where the OS keeps none. Throws SysError.
  virtual void SetModes(const LineModes&) const {}
  // The number of the process group in the foreground; below 1 when there is none.
  virtual int64_t ForegroundGroup() const = 0;
  // What a caller outside this library may use; -1 where the OS has no such number.
  virtual int64_t Share() const = 0;

  // Reports readiness to the reactor under `token`, first of nothing. Throws SysError.
  virtual void Watch(Token token) const = 0;
  // Setting the interest that it already has re-arms it.
  virtual void SetInterest(Token token, Interest interest) const = 0;
  virtual void Unwatch() const = 0;
  // Reports readiness to `poller` too, level triggered. Needs memory; false: not possible now.
  virtual bool WatchNear(NearPoller*, Token) const { return false; }
  virtual void UnwatchNear(NearPoller*) const {}
};

}  // namespace flatpty

#endif  // FLATPTY_PTY_END_H_
