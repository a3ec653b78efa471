#include "core/pty_shared.h"

#include <atomic>

namespace flatpty {

namespace {

std::atomic<PtyId> next_id{1};

}  // namespace

PtyShared::PtyShared(PtyKind kind, Lease end, std::shared_ptr<Outlet> outlet)
    : announcer(std::move(outlet)),
      reactor_(Reactor::Get()),
      id_(next_id++),
      kind_(kind),
      has_terminal_(end != nullptr),
      end_(std::move(end)) {}

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
  interest_ = interest;
  end_->SetInterest(Reactor::FdToken(id_), interest);
}

bool PtyShared::Shut(Held) {
  if (!end_) return false;
  end_->Unwatch();
  closing_ = std::move(end_);
  end_ = nullptr;
  return true;
}

}  // namespace flatpty
