// Near terminals: quiet ones, which the thread of a JS environment reads itself. That saves an echo
// the way over the I/O thread, which reads the others, the far ones.
#ifndef FLATPTY_NEAR_H_
#define FLATPTY_NEAR_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "core/poller.h"

namespace flatpty {

struct NearReady {
  Token token;
  bool hung_up;  // perhaps with output before that
};

// Says which terminals are ready, level triggered. For any thread. Terminals register themselves
// (PtyEnd::WatchNear). One implementation per OS.
class NearPoller {
 public:
  virtual ~NearPoller() = default;

  // A descriptor for an event loop, readable as long as a terminal is ready. Closed by the
  // destructor.
  virtual int Descriptor() const = 0;
  // Never blocks.
  virtual size_t Look(NearReady* events, size_t capacity) = 0;

  // Has the reactor's poller report `token` once, when a terminal is ready. False: refused.
  virtual bool ReportOnce(Token token) = 0;
  virtual void StopReporting() = 0;
};

std::unique_ptr<NearPoller> MakeNearPoller();  // throws SysError

// The near terminals of one event loop, shared by its thread and the I/O thread.
class NearGroup {
 public:
  explicit NearGroup(std::unique_ptr<NearPoller> poller) : poller_(std::move(poller)) {}

  NearPoller& poller() const { return *poller_; }

  // The loop's thread, each time it has come to look at its terminals.
  void NoteLook() noexcept { looks_++; }
  uint64_t looks() const noexcept { return looks_; }

  // The loop reads no more: no terminal comes near, and those that are near go far by and by.
  void Close() noexcept { open_ = false; }
  bool is_open() const noexcept { return open_; }

 private:
  const std::unique_ptr<NearPoller> poller_;
  std::atomic<uint64_t> looks_{0};
  std::atomic<bool> open_{true};
};

}  // namespace flatpty

#endif  // FLATPTY_NEAR_H_
