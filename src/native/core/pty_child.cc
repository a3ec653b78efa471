#include "core/pty_child.h"

#include <new>

namespace flatpty {

namespace {

uint64_t BitOf(int signal) { return uint64_t{1} << signal; }

}  // namespace

void PtyChild::Adopt(std::shared_ptr<Child> child) noexcept {
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    child_ = std::move(child);
    id_ = child_->id();
    const bool watched = child_->Watch(Reactor::ChildToken(shared_.id()));
    state_ = watched ? State::kRunning : State::kUnwatched;
    if (watched) return;
  }
  shared_.Post();
}

std::shared_ptr<Child> PtyChild::Get() {
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  return child_;
}

LaunchStage PtyChild::Stage() {
  const auto child = Get();
  return child ? child->Stage() : LaunchStage::kDone;
}

std::optional<LaunchFailure> PtyChild::Failure() {
  const auto child = Get();
  return child ? child->Failure() : std::nullopt;
}

// Reaping and signalling under one lock: a number is never signalled once it may be another's.
bool PtyChild::Reap() {
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    if (gone(lock)) return false;
    exit_ = child_->Reap();
    if (!exit_) return false;
    state_ = State::kReaped;
    shared_.StayFar(lock);
  }
  reap_.Stop();
  SayFailure();
  return true;
}

bool PtyChild::IsReaped() {
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  return reaped(lock);
}

// In the terminal, as node-pty's child does. The child is reaped, so there is nothing to wait for,
// and it has printed nothing.
void PtyChild::SayFailure() {
  if (!Failure()) return;
  try {
    output_.Say(Get()->FailureWords() + "\r\n");
  } catch (const std::bad_alloc&) {
    // The exit code says that it failed.
  }
}

void PtyChild::AskSooner(TimePoint now) {
  if (!reap_.runs()) return;
  reap_.Stop();
  reap_.Next(now);
}

bool PtyChild::IsToBeAsked(TimePoint now) {
  if (reap_.IsDue(now)) return true;
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  if (state_ != State::kUnwatched) return false;
  state_ = State::kRunning;
  return true;
}

bool PtyChild::Kill(int signal) {
  const auto child = Get();
  if (!child) return false;
  const SignalEffect effect = child->EffectOf(signal);
  const bool held = effect == SignalEffect::kNeedsProgram && Stage() != LaunchStage::kDone;
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    if (reaped(lock)) return false;
    if (held) {
      held_signals_ |= BitOf(signal);
    } else {
      if (!child->Signal(signal)) return false;
      output_.MakeRoomForLast(lock, effect);
    }
  }
  if (held) shared_.Post();
  return true;
}

void PtyChild::SendHeldSignals() {
  uint64_t signals;
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    signals = std::exchange(held_signals_, 0);
  }
  for (int signal = 1; signals >> signal != 0; signal++) {
    if ((signals & BitOf(signal)) != 0) Kill(signal);
  }
}

bool PtyChild::ExpectSignal(int signal) {
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  if (gone(lock)) return false;
  if (signal != 0) output_.MakeRoomForLast(lock, child_->EffectOf(signal));
  return true;
}

}  // namespace flatpty
