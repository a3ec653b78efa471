// Pty: the child behind the terminal: reaping it and signalling it.
#include <algorithm>
#include <new>

#include "core/pty.h"

namespace flatpty {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kMaxReapInterval{50};
constexpr milliseconds kMaxLookInterval{20};

uint64_t BitOf(int signal) { return uint64_t{1} << signal; }

}  // namespace

void Pty::AdoptChild(std::shared_ptr<Child> child) noexcept {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    child_ = std::move(child);
    child_id_ = child_->id();
    if (child_->Watch(Reactor::ChildToken(id_))) return;
    asked_by_timer_ = true;
  }
  reactor_.Post(id_);
}

// Reaping and signalling under one lock: a number is never signalled once it may be another's.
bool Pty::Reap() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (reaped_ || !child_) return false;
  exit_ = child_->Reap();
  reaped_ = exit_.has_value();
  return reaped_;
}

TimePoint Pty::OnChild(const Ready& ready, TimePoint now) {
  // XNU tells of an exit before the child can be reaped; waiting for that here could be for ever,
  // because a session leader's exit ends only once its output is read, by this very thread.
  if (!ReapAndDrain(now) && ready.readable) AskAgain(now);
  return NextDeadline();
}

bool Pty::ReapAndDrain(TimePoint now) {
  if (Reap()) {
    reap_at_ = kNever;
    TellFailure();
    DrainAfterExit(now);
    AnnounceNow(now);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  return reaped_;
}

std::shared_ptr<Child> Pty::child() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return child_;
}

LaunchStage Pty::Stage() {
  const auto child = this->child();
  return child ? child->Stage() : LaunchStage::kDone;
}

std::optional<LaunchFailure> Pty::Failure() {
  const auto child = this->child();
  return child ? child->Failure() : std::nullopt;
}

// In the terminal, as node-pty's child does. The child is reaped, so there is nothing to wait for,
// and it has printed nothing.
void Pty::TellFailure() {
  if (!Failure()) return;
  try {
    const std::string text = child()->FailureWords() + "\r\n";
    Tail tail = TailForReading();
    text.copy(tail.back().tail(), tail.back().room());
    tail.back().Grow(std::min(text.size(), tail.back().room()));
    Append(&tail);
  } catch (const std::bad_alloc&) {
    // The exit code tells.
  }
}

void Pty::AskAgain(TimePoint now) {
  reap_at_ = now + reap_interval_;
  reap_interval_ = std::min(reap_interval_ * 2, kMaxReapInterval);
}

// On XNU a session leader cannot die before its output is read (os-semantics 2.2), so what it
// leaves behind is read although JS has not caught up. Room for that is made once until JS has, or
// a program that is sent signals would fill the memory; but by every SIGKILL, after which nothing
// goes on printing.
void Pty::MakeRoomForLastOutput(SignalEffect effect) {
  const size_t taken =
      effect == SignalEffect::kFatal ? std::max(buffered_, kFullBytes) : kFullBytes;
  full_at_ = std::max(full_at_, taken + kDrainBytes);
  if (!full_ || buffered_ >= full_at_) return;
  full_ = false;
  UpdateInterest();
}

bool Pty::Kill(int signal) {
  const auto child = this->child();
  if (!child) return false;
  const SignalEffect effect = child->EffectOf(signal);
  const bool held = effect == SignalEffect::kNeedsProgram && Stage() != LaunchStage::kDone;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (reaped_) return false;
    if (held) {
      held_signals_ |= BitOf(signal);
    } else {
      if (!child->Signal(signal)) return false;
      MakeRoomForLastOutput(effect);
    }
  }
  if (held) reactor_.Post(id_);
  return true;
}

// What waits for the child to get further is sent by the I/O thread, so that an exec that is held
// up for seconds (a virus scanner, a cold file server) holds no caller up.
void Pty::LookAtLaunch(TimePoint now) {
  if (!WaitsForTheLaunch()) {
    look_at_ = kNever;
    look_interval_ = milliseconds(1);
    return;
  }
  if (look_at_ != kNever && now < look_at_) return;
  if (Stage() == LaunchStage::kDone) SendHeldSignals();
  WriteTurn();
  look_at_ = now + look_interval_;
  look_interval_ = std::min(look_interval_ * 2, kMaxLookInterval);
  if (!WaitsForTheLaunch()) look_at_ = kNever;
}

bool Pty::WaitsForTheLaunch() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return input_ == InputWaits::kForTheLaunch || held_signals_ != 0;
}

void Pty::SendHeldSignals() {
  uint64_t signals;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    signals = std::exchange(held_signals_, 0);
  }
  for (int signal = 1; signals >> signal != 0; signal++) {
    if ((signals & BitOf(signal)) != 0) Kill(signal);
  }
}

int64_t Pty::ForegroundGroup() {
  if (Stage() == LaunchStage::kStarted) return -1;
  const Lease lease = Borrow();
  return lease ? lease->ForegroundGroup() : -1;
}

// Before the exec the child is alone in its session, if it has one yet.
bool Pty::ExpectSignal(int signal) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!child_ || reaped_) return false;
  if (signal != 0) MakeRoomForLastOutput(child_->EffectOf(signal));
  return true;
}

}  // namespace flatpty
