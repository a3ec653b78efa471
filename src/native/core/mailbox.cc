#include "core/mailbox.h"

#include <utility>

namespace flatpty {

void Mailbox::Notify(std::shared_ptr<Line> line, bool urgent) noexcept {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (state_ == State::kClosed) return;
    (urgent ? urgent_ : bulk_).Push(std::move(line));
    if (std::exchange(state_, State::kAwakened) == State::kAwakened) return;
  }
  Wake();
}

void Mailbox::Wake() noexcept {
  const std::lock_guard<std::mutex> lock(wake_mutex_);
  if (waker_) waker_->Wake();
}

std::shared_ptr<Line> Mailbox::Next() noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!urgent_.empty()) return urgent_.Pop();
  if (!bulk_.empty()) return bulk_.Pop();
  if (state_ == State::kAwakened) state_ = State::kArmed;
  return nullptr;
}

void Mailbox::PutBack(std::shared_ptr<Line> line) noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (state_ != State::kClosed) bulk_.Push(std::move(line));
}

void Mailbox::SetAwaited(bool awaited) noexcept {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    awaited_since_ = awaited ? Clock::now() : kNever;
    if (!awaited || std::exchange(watched_, true)) return;
  }
  if (ReleaseLater(shared_from_this())) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  watched_ = false;
}

bool Mailbox::ReleaseIfDone() noexcept {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (state_ == State::kClosed || awaited_since_ == kNever) {
      watched_ = false;
      return true;
    }
    const TimePoint now = Clock::now();
    if (now - awaited_since_ < kPatience) return false;
    awaited_since_ = now;
  }
  Wake();
  return false;
}

void Mailbox::Close() {
  {
    const std::lock_guard<std::mutex> lock(wake_mutex_);
    waker_.reset();
  }
  LineQueue dropped;  // destroyed after the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  state_ = State::kClosed;
  dropped.Prepend(std::move(urgent_));
  dropped.Prepend(std::move(bulk_));
}

}  // namespace flatpty
