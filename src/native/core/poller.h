// What the reactor asks of an OS: say what is ready, and wake up. What is watched registers itself
// (PtyEnd, and the OS's own child). One implementation per OS.
#ifndef FLATPTY_POLLER_H_
#define FLATPTY_POLLER_H_

#include <cstddef>
#include <cstdint>
#include <memory>

namespace flatpty {

// Names a watch in the events; chosen by the reactor, never reused.
using Token = uint64_t;

enum class ReadInterest {
  kNone,
  kLevel,  // reported as long as there is something to read, or the other end is gone
  kEdge,   // reported when something happens: for a hung-up end that may come back to life
};

struct Interest {
  ReadInterest read = ReadInterest::kNone;
  bool write = false;

  bool operator==(const Interest& other) const {
    return read == other.read && write == other.write;
  }
};

struct Ready {
  Token token;
  // Or hung up: only read() can tell which (libuv#4992). Of a child: it has exited, or is about
  // to; false when it is only worth a look.
  bool readable;
  bool writable;
};

// Wait is for one thread; everything else may be called from any.
class Poller {
 public:
  virtual ~Poller() = default;

  // How it learns of a child's exit, e.g. "pidfd", or "timer" where the OS refuses that.
  virtual const char* ChildWatchName() = 0;

  // Waits up to timeout_ms (-1: for ever) and fills at most `capacity` events.
  virtual size_t Wait(Ready* events, size_t capacity, int timeout_ms) = 0;
  virtual void Wake() = 0;
};

std::unique_ptr<Poller> MakePoller();  // throws SysError

}  // namespace flatpty

#endif  // FLATPTY_POLLER_H_
