// The way of news to one JS environment: which lines have some, and the wake-up for them.
#ifndef FLATPTY_MAILBOX_H_
#define FLATPTY_MAILBOX_H_

#include <chrono>
#include <memory>
#include <mutex>

#include "core/deferred.h"
#include "core/line.h"
#include "core/line_queue.h"

namespace flatpty {

// Wakes the thread of an environment. For any thread; several wake-ups may become one.
class Waker {
 public:
  virtual ~Waker() = default;
  virtual void Wake() noexcept = 0;
};

// The half that the I/O thread touches. It outlives its environment as long as a line knows it;
// after Close it swallows everything.
class Mailbox : public Outlet,
                public DeferredRelease,
                public std::enable_shared_from_this<Mailbox> {
 public:
  explicit Mailbox(std::unique_ptr<Waker> waker) : waker_(std::move(waker)) {}

  void Notify(std::shared_ptr<Line> line, bool urgent) noexcept override;
  std::shared_ptr<NearGroup> near_group() override { return near_; }
  // The JS thread's.
  void SetNear(std::shared_ptr<NearGroup> group) { near_ = std::move(group); }
  // The next with news, the urgent ones first. nullptr when there is none: then a wake-up comes at
  // the next news.
  std::shared_ptr<Line> Next() noexcept;
  // For a line with more news than were taken.
  void PutBack(std::shared_ptr<Line> line) noexcept;
  // From here on nothing is announced, and the waker is not used.
  void Close();

  // JS is to come for the rest in its next turn, or has come. If it does not come (its setImmediate
  // was replaced, or has thrown), the I/O thread wakes it after kPatience: one turn that is missed
  // must not silence all terminals.
  void SetAwaited(bool awaited) noexcept;
  bool ReleaseIfDone() noexcept override;

 private:
  static constexpr std::chrono::milliseconds kPatience{100};

  enum class State {
    kArmed,     // the next news wakes JS
    kAwakened,  // JS comes, and takes until there is nothing more
    kClosed,
  };

  void Wake() noexcept;

  std::shared_ptr<NearGroup> near_;  // the JS thread's

  std::mutex mutex_;
  LineQueue urgent_;
  LineQueue bulk_;
  State state_ = State::kArmed;
  TimePoint awaited_since_ = kNever;
  bool watched_ = false;  // the I/O thread looks at awaited_since_

  // Taken after mutex_ has been released, so that the JS thread does not wake up only to wait for
  // the thread that has woken it.
  std::mutex wake_mutex_;
  std::unique_ptr<Waker> waker_;  // null once closed
};

}  // namespace flatpty

#endif  // FLATPTY_MAILBOX_H_
