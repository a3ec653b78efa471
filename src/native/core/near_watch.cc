#include "core/near_watch.h"

#include <algorithm>

namespace flatpty {

namespace {

constexpr std::chrono::milliseconds kPatience{100};
constexpr size_t kMost = 64;

}  // namespace

void NearWatch::Add(const std::shared_ptr<NearGroup>& group) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Token token = next_++;
  entries_[token].group = group;
  if (group->poller().ReportOnce(token)) return;
  // Without a report a blocked loop would hold its programs up.
  entries_.erase(token);
  group->Close();
}

void NearWatch::Remove(const std::shared_ptr<NearGroup>& group) {
  const std::lock_guard<std::mutex> lock(mutex_);
  group->poller().StopReporting();
  for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
    if (entry->second.group != group) continue;
    entries_.erase(entry);
    return;
  }
}

void NearWatch::OnReady(Token token, TimePoint now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = entries_.find(token);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  entry.looks = entry.group->looks();
  entry.look_at = now + kPatience;
  look_at_ = std::min(look_at_, entry.look_at);
}

void NearWatch::OnTime(TimePoint now, const MakeFar& make_far) {
  if (now < look_at_) return;
  look_at_ = kNever;
  const std::lock_guard<std::mutex> lock(mutex_);
  for (auto& [token, entry] : entries_) {
    if (entry.look_at > now) {
      look_at_ = std::min(look_at_, entry.look_at);
      continue;
    }
    entry.look_at = kNever;
    if (entry.looks == entry.group->looks()) Rescue(*entry.group, make_far);
    entry.group->poller().ReportOnce(token);
  }
}

// What is moved is ready no longer, so each look finds others.
void NearWatch::Rescue(const NearGroup& group, const MakeFar& make_far) {
  NearReady ready[kMost];
  for (bool moved = true; moved;) {
    moved = false;
    const size_t count = group.poller().Look(ready, kMost);
    for (size_t i = 0; i < count; i++) moved |= make_far(ready[i].token);
  }
}

}  // namespace flatpty
