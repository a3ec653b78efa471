// What the Unix half of the reactor asks of an OS: watch a descriptor, watch a child. One
// implementation per OS.
#ifndef FLATPTY_UNIX_FD_POLLER_H_
#define FLATPTY_UNIX_FD_POLLER_H_

#include <sys/types.h>

#include <memory>

#include "core/poller.h"

namespace flatpty {

// Watches one child until destroyed.
class ChildWatch {
 public:
  virtual ~ChildWatch() = default;
};

// For any thread. A descriptor must be unwatched before it is closed.
class FdPoller : public Poller {
 public:
  // Starts with no interest. Throws SysError.
  virtual void Watch(int fd, Token token) = 0;
  // Setting the interest an fd already has re-arms it.
  virtual void SetInterest(int fd, Token token, Interest interest) = 0;
  virtual void Unwatch(int fd) = 0;
  // Reports once that something can be read, and after each further call once more. False: refused.
  virtual bool WatchOnce(int fd, Token token) = 0;

  // A Ready with `token` comes when `pid` has exited, also if that was before the call. nullptr
  // where the kernel or a filter refuses, for whatever reason: then the reactor asks by timer.
  virtual std::unique_ptr<ChildWatch> WatchChild(pid_t pid, Token token) = 0;
};

// The reactor's. Every poller on Unix is one.
FdPoller& TheFdPoller();

// What top(1) and a debugger call the calling thread.
void NameThisThread(const char* name);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_FD_POLLER_H_
