// Tells a flood from an echo, at a terminal that the JS thread reads.
#ifndef FLATPTY_NEAR_FLOOD_H_
#define FLATPTY_NEAR_FLOOD_H_

#include <cstddef>

#include "core/deferred.h"

namespace flatpty {

// Large reads without a pause are a flood when they go on for too long or are too much in all.
class NearFlood {
 public:
  // A turn at `now` has read `bytes`. True: it belongs to a flood, and the count begins anew.
  bool Counts(size_t bytes, TimePoint now) {
    const bool pause = now - last_end_ > kPause;
    if (bytes < kLargeBytes || pause) bytes_ = 0;
    if (bytes < kLargeBytes) return false;
    if (bytes_ == 0) since_ = now;
    bytes_ += bytes;
    if (bytes_ <= kMostBytes && now - since_ <= kMostTime) return false;
    bytes_ = 0;
    return true;
  }
  // JS has dealt with it. A pause is that of the program, and not that of a slow listener.
  void End(TimePoint now) { last_end_ = now; }

 private:
  static constexpr size_t kLargeBytes = 2 * 1024;
  static constexpr size_t kMostBytes = 64 * 1024;
  static constexpr std::chrono::milliseconds kMostTime{10};
  static constexpr std::chrono::milliseconds kPause{4};

  size_t bytes_ = 0;
  TimePoint since_{};
  TimePoint last_end_{};
};

}  // namespace flatpty

#endif  // FLATPTY_NEAR_FLOOD_H_
