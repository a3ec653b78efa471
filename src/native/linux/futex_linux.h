// An int that another process may set, and the kernel clear, while a thread waits for it: futex(2).
#ifndef FLATPTY_LINUX_FUTEX_LINUX_H_
#define FLATPTY_LINUX_FUTEX_LINUX_H_

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>

namespace flatpty {

class Futex {
 public:
  explicit Futex(int value) : word_(value) {}

  int Get() const { return word_.load(std::memory_order_acquire); }
  void Set(int value) { word_.store(value, std::memory_order_release); }
  int* address() { return reinterpret_cast<int*>(&word_); }

  // Until it has another value, `give_up` says so, or the time is over by the clock: a signal ends
  // no wait. `give_up` is asked every 100 ms.
  template <typename GiveUp>
  void WaitWhile(int value, std::chrono::milliseconds at_most, GiveUp give_up) const {
    using Clock = std::chrono::steady_clock;
    constexpr Clock::duration kLookInterval = std::chrono::milliseconds(100);
    const Clock::time_point deadline = Clock::now() + at_most;
    for (Clock::time_point look = Clock::now() + kLookInterval; Get() == value;) {
      const Clock::time_point now = Clock::now();
      if (now >= deadline) return;
      if (now >= look) {
        if (give_up()) return;
        look = now + kLookInterval;
      }
      const auto wait = std::chrono::nanoseconds(std::min(look, deadline) - now).count();
      const timespec relative = {static_cast<time_t>(wait / 1'000'000'000),
                                 static_cast<long>(wait % 1'000'000'000)};
      ::syscall(SYS_futex, &word_, FUTEX_WAIT, value, &relative, nullptr, 0);
    }
  }

 private:
  std::atomic<int> word_;
  static_assert(sizeof(std::atomic<int>) == sizeof(int) && std::atomic<int>::is_always_lock_free);
};

}  // namespace flatpty

#endif  // FLATPTY_LINUX_FUTEX_LINUX_H_
