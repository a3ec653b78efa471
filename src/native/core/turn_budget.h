// How much is delivered to JS in one turn of its event loop; then timers and other I/O have theirs.
#ifndef FLATPTY_TURN_BUDGET_H_
#define FLATPTY_TURN_BUDGET_H_

#include <chrono>
#include <cstddef>

#include "core/deferred.h"

namespace flatpty {

class TurnBudget {
 public:
  // The event loop has had its turn, as far as is known.
  void Renew() {
    bytes_ = 0;
    time_ = {};
  }
  void Spend(size_t bytes, Clock::duration time) {
    bytes_ += bytes;
    time_ += time;
  }
  bool is_spent() const { return bytes_ >= kBytes || time_ >= kTime; }

 private:
  static constexpr size_t kBytes = 1024 * 1024;
  static constexpr std::chrono::milliseconds kTime{4};  // in listeners

  size_t bytes_ = 0;
  Clock::duration time_{};
};

}  // namespace flatpty

#endif  // FLATPTY_TURN_BUDGET_H_
