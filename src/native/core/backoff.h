// A timer whose intervals grow.
#ifndef FLATPTY_BACKOFF_H_
#define FLATPTY_BACKOFF_H_

#include <algorithm>
#include <chrono>

#include "core/deferred.h"

namespace flatpty {

// First 1 ms, then twice as long each time, up to `longest`.
class Backoff {
 public:
  explicit Backoff(std::chrono::milliseconds longest) : longest_(longest) {}

  // kNever while it does not run.
  TimePoint at() const { return at_; }
  bool runs() const { return at_ != kNever; }
  bool IsDue(TimePoint now) const { return at_ <= now; }

  // Sets the timer to the next interval from `now`.
  void Next(TimePoint now) {
    at_ = now + interval_;
    interval_ = std::min(interval_ * 2, longest_);
  }
  // Stops it; it begins with 1 ms again.
  void Stop() {
    at_ = kNever;
    interval_ = kShortest;
  }

 private:
  static constexpr std::chrono::milliseconds kShortest{1};

  const std::chrono::milliseconds longest_;
  std::chrono::milliseconds interval_ = kShortest;
  TimePoint at_ = kNever;
};

}  // namespace flatpty

#endif  // FLATPTY_BACKOFF_H_
