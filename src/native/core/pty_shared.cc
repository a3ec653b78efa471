#include "core/pty_shared.h"

#include <atomic>

namespace flatpty {

namespace {

std::atomic<PtyId> next_id{1};

}  // namespace

PtyShared::PtyShared(PtyKind kind, Lease end, std::shared_ptr<Outlet> outlet)
    : announcer(outlet),
      reactor_(Reactor::Get()),
      id_(next_id++),
      kind_(kind),
      has_terminal_(end != nullptr),
      end_(std::move(end)) {
  if (has_terminal_ && kind == PtyKind::kTerminal && outlet) near_ = outlet->near_group();
}

PtyShared::Lease PtyShared::Borrow() {
  const std::lock_guard<std::mutex> lock(mutex);
  return end_;
}

void PtyShared::Watch(Held) { end_->Watch(Reactor::FdToken(id_)); }

void PtyShared::SetRead(Held, ReadInterest read) { Apply({read, interest_.write}); }

void PtyShared::SetWrite(Held, bool write) { Apply({interest_.read, write}); }

void PtyShared::Apply(Interest interest) {
  if (!end_) return;
  // Only edge triggering loses what is not taken at once and has to be armed again.
  if (interest == interest_ && interest.read == ReadInterest::kLevel) return;
  if (interest == interest_ && !interest.write) return;
  if (side_ == Side::kNear) LeaveNear();
  interest_ = interest;
  end_->SetInterest(Reactor::FdToken(id_), interest);
}

bool PtyShared::MayComeNear(Held) const {
  const Interest plain = {ReadInterest::kLevel, false};
  return end_ && near_ && near_->is_open() && interest_ == plain;
}

// The reactor's poller keeps it, without interest: so the way back needs no memory.
void PtyShared::MoveNear(Held held) {
  if (side_ == Side::kNear || !MayComeNear(held)) return;
  const Token token = Reactor::FdToken(id_);
  if (!end_->WatchNear(&near_->poller(), token)) return;
  side_ = Side::kNear;
  end_->SetInterest(token, {});
}

void PtyShared::LeaveNear() {
  end_->UnwatchNear(&near_->poller());
  side_ = Side::kFar;
}

// Level triggering on either side: what is ready is reported by the other one.
void PtyShared::MoveFar(Held) {
  if (side_ == Side::kFar) return;
  LeaveNear();
  end_->SetInterest(Reactor::FdToken(id_), interest_);
}

void PtyShared::StayFar(Held held) {
  MoveFar(held);
  near_.reset();
}

bool PtyShared::Shut(Held) {
  if (!end_) return false;
  if (side_ == Side::kNear) LeaveNear();
  near_.reset();
  end_->Unwatch();
  closing_ = std::move(end_);
  end_ = nullptr;
  return true;
}

}  // namespace flatpty
