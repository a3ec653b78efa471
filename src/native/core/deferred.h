// The I/O thread's clock, and what it looks at now and then.
#ifndef FLATPTY_DEFERRED_H_
#define FLATPTY_DEFERRED_H_

#include <chrono>
#include <memory>

namespace flatpty {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
constexpr TimePoint kNever = TimePoint::max();

// Something that ends without an event, e.g. memory that a child still uses.
class DeferredRelease {
 public:
  virtual ~DeferredRelease() = default;
  // Asked by the I/O thread, now and then; not again once it has said true.
  virtual bool ReleaseIfDone() noexcept = 0;
};

// The I/O thread asks `deferred` from time to time, and releases it when it is done. False: there
// is no memory for that.
bool ReleaseLater(std::shared_ptr<DeferredRelease> deferred) noexcept;

}  // namespace flatpty

#endif  // FLATPTY_DEFERRED_H_
