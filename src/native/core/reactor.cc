#include "core/reactor.h"

#include <algorithm>
#include <new>

#include "core/io_thread.h"
#include "core/pty.h"

namespace flatpty {

namespace {

constexpr size_t kEventsPerWait = 64;
constexpr int kStarvedMs = 50;
constexpr std::chrono::milliseconds kDeferredInterval{20};
constexpr std::chrono::seconds kKeepMemory{1};

}  // namespace

Reactor& Reactor::Get() {
  static std::mutex starting;
  static Reactor* reactor = nullptr;
  const std::lock_guard<std::mutex> lock(starting);
  if (reactor == nullptr) {
    std::unique_ptr<Reactor> fresh(new Reactor(MakePoller()));
    StartIoThread([](void* self) { static_cast<Reactor*>(self)->Run(); }, fresh.get());
    reactor = fresh.release();
  }
  return *reactor;
}

void Reactor::Add(std::shared_ptr<Pty> pty) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const PtyId id = pty->id();
  ptys_.emplace(id, std::move(pty));
}

void Reactor::Remove(PtyId id) {
  std::shared_ptr<Pty> last;  // destroyed after the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = ptys_.find(id);
  if (found == ptys_.end()) return;
  last = std::move(found->second);
  ptys_.erase(found);
}

void Reactor::Post(PtyId id) noexcept {
  try {
    const std::lock_guard<std::mutex> lock(mutex_);
    posted_.push_back(id);
  } catch (const std::bad_alloc&) {
    starved_ = true;
  }
  poller_->Wake();
}

bool Reactor::ReleaseLater(std::shared_ptr<DeferredRelease> deferred) noexcept {
  bool first;
  try {
    const std::lock_guard<std::mutex> lock(mutex_);
    first = deferred_.empty();
    deferred_.push_back(std::move(deferred));
    any_deferred_ = true;
  } catch (const std::bad_alloc&) {
    return false;
  }
  if (first) poller_->Wake();
  return true;
}

void Reactor::AskDeferred(TimePoint now) {
  if (ask_deferred_at_ == kNever ? !any_deferred_ : now < ask_deferred_at_) return;
  any_deferred_ = false;
  std::list<std::shared_ptr<DeferredRelease>> over;  // destroyed after the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  for (auto deferred = deferred_.begin(); deferred != deferred_.end();) {
    const auto next = std::next(deferred);
    if ((*deferred)->ReleaseIfDone()) over.splice(over.end(), deferred_, deferred);
    deferred = next;
  }
  ask_deferred_at_ = deferred_.empty() ? kNever : now + kDeferredInterval;
}

std::shared_ptr<Pty> Reactor::Find(PtyId id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = ptys_.find(id);
  return found == ptys_.end() ? nullptr : found->second;
}

// Takes over what a pty wants next: a timer, or to be forgotten.
void Reactor::Settle(const std::shared_ptr<Pty>& pty, TimePoint deadline) {
  if (pty->Done()) {
    deadline = kNever;
    Remove(pty->id());
  }
  if (deadline == pty->scheduled) return;
  if (pty->scheduled != kNever) timers_.erase({pty->scheduled, pty->id()});
  if (deadline != kNever) timers_.emplace(deadline, pty->id());
  pty->scheduled = deadline;
}

// What a pty wanted may be lost with the memory, so each is asked again.
void Reactor::AskAll(TimePoint now) {
  std::vector<PtyId> all;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    all.reserve(ptys_.size());
    for (const auto& [id, pty] : ptys_) all.push_back(id);
  }
  starved_ = false;
  timers_.clear();
  for (const PtyId id : all) {
    const auto pty = Find(id);
    if (!pty) continue;
    pty->scheduled = kNever;
    Settle(pty, pty->OnTime(now));
  }
}

int Reactor::TimeoutMs() const {
  if (starved_) return kStarvedMs;
  const TimePoint timer = timers_.empty() ? kNever : timers_.begin()->first;
  const TimePoint next = std::min({timer, ask_deferred_at_, trim_at_, near_watch_.deadline()});
  if (next == kNever) return -1;
  const auto left = next - Clock::now();
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return static_cast<int>(std::clamp<long long>(ms, 0, 60'000));
}

// Blocks that a second of output has not needed are freed, and with no output all of them soon.
void Reactor::TrimMemory(TimePoint now) {
  if (trim_at_ <= now) {
    memory_used_ = false;
    trim_at_ = memory_.Trim() ? now + kKeepMemory : kNever;
  } else if (trim_at_ == kNever && std::exchange(memory_used_, false)) {
    trim_at_ = now + kKeepMemory;
  }
}

void Reactor::RunPosted(TimePoint now) {
  std::vector<PtyId> posted;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    posted.swap(posted_);
  }
  for (const PtyId id : posted) {
    if (const auto pty = Find(id)) Settle(pty, pty->OnTime(now));
  }
}

void Reactor::RunTimers(TimePoint now) {
  while (!timers_.empty() && timers_.begin()->first <= now) {
    const PtyId id = timers_.begin()->second;
    timers_.erase(timers_.begin());
    const auto pty = Find(id);
    if (!pty) continue;
    pty->scheduled = kNever;
    Settle(pty, pty->OnTime(now));
  }
}

// What does not flood comes first, so an echo waits for one turn at the most. Then each flood that
// is ready: a read each, or two for one that is alone, because a second read finds what the kernel
// has moved meanwhile.
void Reactor::RunReady(const Ready* events, size_t count) {
  std::pair<std::shared_ptr<Pty>, Ready> floods[kEventsPerWait];
  size_t flooding = 0;
  for (size_t i = 0; i < count; i++) {
    if (NearWatch::Owns(events[i].token)) {
      memory_used_ = true;
      near_watch_.OnReady(events[i].token, Clock::now());
      continue;
    }
    auto pty = Find(PtyOf(events[i].token));
    if (!pty) continue;
    if (events[i].token % 2 == 1) {
      Settle(pty, pty->OnChild(events[i], Clock::now()));
    } else if (events[i].readable && pty->Floods()) {
      floods[flooding++] = {std::move(pty), events[i]};
    } else {
      Settle(pty, pty->OnReady(events[i], Clock::now(), kTurnBytes));
    }
  }
  const size_t budget = flooding > 1 ? kReadBytes : kTurnBytes;
  for (size_t i = 0; i < flooding; i++) {
    const auto& [pty, ready] = floods[i];
    Settle(pty, pty->OnReady(ready, Clock::now(), budget));
  }
}

void Reactor::Run() {
  Ready events[kEventsPerWait];
  for (;;) {
    const size_t count = poller_->Wait(events, kEventsPerWait, TimeoutMs());
    try {
      RunReady(events, count);
      RunPosted(Clock::now());
      const TimePoint now = Clock::now();
      RunTimers(now);
      AskDeferred(now);
      near_watch_.OnTime(now, [this](Token token) {
        const auto pty = Find(PtyOf(token));
        return pty && pty->MakeFar();
      });
      TrimMemory(now);
      if (starved_) AskAll(Clock::now());
    } catch (const std::bad_alloc&) {
      // Level triggering and the children's exit state bring the events again, AskAll the rest.
      starved_ = true;
    }
  }
}

bool ReleaseLater(std::shared_ptr<DeferredRelease> deferred) noexcept {
  return Reactor::Get().ReleaseLater(std::move(deferred));
}

}  // namespace flatpty
