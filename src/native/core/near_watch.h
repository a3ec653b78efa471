// Finds event loops that do not come round to their near terminals.
#ifndef FLATPTY_NEAR_WATCH_H_
#define FLATPTY_NEAR_WATCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/deferred.h"
#include "core/near.h"

namespace flatpty {

// A blocked loop must not hold its programs up. So when a terminal of a group becomes ready, the
// I/O thread hears of it too, though only once in 100 ms; and when the loop has not looked 100 ms
// later, what is ready then is moved to the I/O thread. A group in which nothing happens costs
// nothing.
class NearWatch {
 public:
  // Makes the terminal of a token far. False when it was already.
  using MakeFar = std::function<bool(Token token)>;

  // Any thread. Throws std::bad_alloc. Each group once.
  void Add(const std::shared_ptr<NearGroup>& group);
  void Remove(const std::shared_ptr<NearGroup>& group);

  // The I/O thread.

  // Whether `token` is of a group, and not of a terminal.
  static bool Owns(Token token) { return (token & kBit) != 0; }
  void OnReady(Token token, TimePoint now);
  void OnTime(TimePoint now, const MakeFar& make_far);
  TimePoint deadline() const { return look_at_; }

 private:
  // No terminal has such a token: ids do not become that large, and the pollers' own is all ones.
  static constexpr Token kBit = Token{1} << 62;

  struct Entry {
    std::shared_ptr<NearGroup> group;
    uint64_t looks = 0;  // when it became ready
    TimePoint look_at = kNever;
  };

  static void Rescue(const NearGroup& group, const MakeFar& make_far);

  std::mutex mutex_;
  std::unordered_map<Token, Entry> entries_;
  Token next_ = kBit;

  // The I/O thread's own: the earliest of all look_at.
  TimePoint look_at_ = kNever;
};

}  // namespace flatpty

#endif  // FLATPTY_NEAR_WATCH_H_
