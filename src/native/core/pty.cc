#include "core/pty.h"

#include <algorithm>

namespace flatpty {

namespace {

// Undelivered output at which a pty that was full is read again (see kFullBytes).
constexpr size_t kRefillBytes = 128 * 1024;

std::atomic<PtyId> next_id{1};

}  // namespace

Pty::Pty(Kind kind, std::shared_ptr<PtyEnd> end, std::string slave_name,
         std::shared_ptr<Outlet> outlet)
    : reactor_(Reactor::Get()),
      id_(next_id++),
      kind_(kind),
      has_terminal_(end != nullptr),
      slave_name_(std::move(slave_name)),
      end_(std::move(end)),
      outlet_(std::move(outlet)) {
  if (!has_terminal_) ended_ = end_taken_ = true;
}

void Pty::Watch() {
  reactor_.Add(shared_from_this());
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!end_) return;
  try {
    end_->Watch(Reactor::FdToken(id_));
  } catch (...) {
    reactor_.Remove(id_);
    throw;
  }
  UpdateInterest();
}

Pty::Lease Pty::Borrow() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return end_;
}

int64_t Pty::Share() {
  const Lease lease = Borrow();
  return lease ? lease->Share() : -1;
}

void Pty::Announce() {
  std::shared_ptr<Outlet> outlet;
  bool urgent;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (announced_ || !outlet_ || !HasNews()) return;
    announced_ = true;
    outlet = outlet_;
    urgent = buffered_ < kSmallRead;
  }
  outlet->Notify(shared_from_this(), urgent);
}

// A wake-up of the event loop costs more than a look.
bool Pty::HasNews() const {
  if (chunks_.empty()) return taken_news_ || exit_ || (ended_ && !end_taken_);
  return taken_news_ || exit_ || wanted_;
}

void Pty::AnnounceNow(TimePoint now) {
  announce_at_ = kNever;
  last_announced_ = now;
  Announce();
}

Delivery Pty::Take() {
  Lease last;  // closed after the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  Delivery delivery;
  if (std::exchange(taken_news_, false)) delivery.taken = taken_;
  delivery.exit = std::exchange(exit_, std::nullopt);
  if (wanted_ && !chunks_.empty()) {
    delivery.data = std::move(chunks_.front());
    chunks_.pop_front();
    delivery.as_text = as_text_;
    if (std::exchange(told_as_text_, delivery.as_text) && !delivery.as_text) {
      delivery.before = delivery.data.before();
    }
    buffered_ -= delivery.data.size();
    if (full_ && buffered_ <= kRefillBytes) {
      full_ = false;
      full_at_ = kFullBytes;
      UpdateInterest();
    }
  }
  if (chunks_.empty() && ended_) delivery.end = !std::exchange(end_taken_, true);
  if (delivery.end) last = std::move(closing_);
  if (delivery.end && told_as_text_) {
    delivery.after = last_part_;
    if (delivery.data.size() == 0) delivery.as_text = as_text_;
  }
  delivery.more = wanted_ && !chunks_.empty();
  announced_ = delivery.more;
  return delivery;
}

void Pty::SetReading(bool wanted) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    wanted_ = wanted;
    if (kind_ == Kind::kSlave) UpdateInterest();
  }
  if (wanted) Announce();
}

void Pty::UpdateInterest() {
  if (!end_) return;
  Interest interest;
  // What a paused slave leaves in the kernel another process may read.
  if (full_ || (kind_ == Kind::kSlave && !wanted_)) {
    interest.read = ReadInterest::kNone;
  } else {
    interest.read = parked_ ? ReadInterest::kEdge : ReadInterest::kLevel;
  }
  interest.write = input_ == InputWaits::kForRoom;
  // Only edge triggering loses what is not taken at once and has to be armed again.
  if (interest == interest_ && interest.read == ReadInterest::kLevel) return;
  if (interest == interest_ && !interest.write) return;
  interest_ = interest;
  end_->SetInterest(Reactor::FdToken(id_), interest);
}

void Pty::SetRawMode(bool raw) {
  if (const Lease lease = Borrow()) lease->SetRawMode(raw);
}

void Pty::Resize(const TerminalSize& size) {
  if (const Lease lease = Borrow()) lease->Resize(size);
}

// The only place where the end goes; CloseEnd next.
void Pty::Shut() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!end_) return;
    end_->Unwatch();
    closing_ = std::move(end_);
    end_ = nullptr;
    ended_ = true;
  }
  DropInput();
}

// Its descriptor is closed here or, when another thread is inside a system call on it, when that
// call returns.
void Pty::CloseEnd() {
  Lease last;  // given up after the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  last = std::move(closing_);
}

void Pty::Close() {
  Shut();
  CloseEnd();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    chunks_.clear();
    buffered_ = 0;
  }
  Announce();
  if (Done()) reactor_.Remove(id_);
}

void Pty::Detach() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    outlet_.reset();
  }
  Close();
}

bool Pty::Done() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return !end_ && (child_id_ == -1 || reaped_);
}

TimePoint Pty::OnTime(TimePoint now) {
  bool asked;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    asked = std::exchange(asked_by_timer_, false);
  }
  if ((asked || reap_at_ <= now) && !ReapAndDrain(now)) AskAgain(now);
  LookAtLaunch(now);
  if (announce_at_ <= now) AnnounceNow(now);
  if (read_at_ <= now) {
    read_at_ = kNever;
    const std::lock_guard<std::mutex> lock(mutex_);
    full_ = false;
    UpdateInterest();
  }
  if (close_at_ <= now) {
    size_t got;
    ReadTurn(kTurnBytes, &got);
    Finish(now);
  }
  return NextDeadline();
}

TimePoint Pty::NextDeadline() const {
  return std::min({announce_at_, close_at_, reap_at_, read_at_, look_at_});
}

}  // namespace flatpty
