// The I/O thread's clock, and what it looks at now and then.
#ifndef FLATPTY_DEFERRED_H_
#define FLATPTY_DEFERRED_H_

#include <chrono>
#include <memory>

namespace flatpty {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
constexpr TimePoint kNever = TimePoint::max();

// Something that has an end of which no event tells, e.g. what a child still uses.
class DeferredRelease {
 public:
  virtual ~DeferredRelease() = default;
  // Asked by the I/O thread, now and then; not again once it has said true.
  virtual bool ReleaseIfDone() noexcept = 0;
};

// Has the I/O thread ask `deferred` now and then, and let go of it when it is done. False: there is
// no memory for the note.
bool ReleaseLater(std::shared_ptr<DeferredRelease> deferred) noexcept;

}  // namespace flatpty

#endif  // FLATPTY_DEFERRED_H_
