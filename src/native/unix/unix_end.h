// A terminal's end behind a descriptor.
#ifndef FLATPTY_UNIX_UNIX_END_H_
#define FLATPTY_UNIX_UNIX_END_H_

#include <termios.h>

#include <atomic>
#include <optional>

#include "core/pty_end.h"
#include "unix/fd_near_poller.h"
#include "unix/fd_poller.h"
#include "unix/unique_fd.h"

namespace flatpty {

// O_NONBLOCK belongs to the open file and not to the descriptor, so another process that has got
// the same open file as its stdin may clear it; libuv does, before it starts a child. A read or
// write would then hold up the thread of all terminals. From the moment on when the number has left
// this library (Share), poll(2) is asked before each of them.
class UnixEnd : public PtyEnd {
 public:
  // Non-blocking.
  UnixEnd(UniqueFd fd, FdPoller* poller) : fd_(std::move(fd)), poller_(poller) {}

  IoResult Read(char* buffer, size_t room) const override;
  IoResult Write(const char* data, size_t size) const override;
  void Resize(const TerminalSize& size) const override;
  void SetRawMode(bool raw) override;
  LineModes Modes() const override;
  void SetModes(const LineModes& wanted) const override;
  int64_t ForegroundGroup() const override;
  int64_t Share() const override;
  // Of a master: another open file of its slave, close-on-exec. Throws SysError.
  UniqueFd OpenSlave() const;
  void Watch(Token token) const override { poller_->Watch(fd_.get(), token); }
  void SetInterest(Token token, Interest interest) const override {
    poller_->SetInterest(fd_.get(), token, interest);
  }
  void Unwatch() const override { poller_->Unwatch(fd_.get()); }
  // Every near poller on Unix is an FdNearPoller.
  bool WatchNear(NearPoller* poller, Token token) const override {
    return static_cast<FdNearPoller*>(poller)->Watch(fd_.get(), token);
  }
  void UnwatchNear(NearPoller* poller) const override {
    static_cast<FdNearPoller*>(poller)->Unwatch(fd_.get());
  }

 private:
  bool Ready(short events) const;
  size_t WritableOf(size_t size) const;

  const UniqueFd fd_;
  FdPoller* const poller_;
  mutable std::atomic<bool> shared_{false};
  std::optional<termios> cooked_;  // the modes before SetRawMode
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_UNIX_END_H_
