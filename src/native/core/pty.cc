#include "core/pty.h"

#include <algorithm>
#include <utility>

namespace flatpty {

namespace {

// How long descendants that hold the slave keep a terminal open after its leader; node-pty's
// figure.
constexpr std::chrono::milliseconds kGrace{200};

}  // namespace

Pty::Pty(PtyKind kind, std::shared_ptr<PtyEnd> end, std::string slave_name,
         std::shared_ptr<Outlet> outlet)
    : slave_name_(std::move(slave_name)),
      shared_(kind, std::move(end), std::move(outlet)),
      output_(&shared_),
      child_(&shared_, &output_),
      input_(&shared_, &child_) {}

void Pty::Watch() {
  shared_.reactor().Add(shared_from_this());
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  if (!shared_.is_open(lock)) return;
  try {
    shared_.Watch(lock);
  } catch (...) {
    shared_.reactor().Remove(id());
    throw;
  }
  output_.StartReading(lock);
}

// Near, a descriptor that another holder has made blocking could hold up the JS thread.
int64_t Pty::Share() {
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    shared_.StayFar(lock);
  }
  const PtyShared::Lease lease = shared_.Borrow();
  return lease ? lease->Share() : -1;
}

void Pty::SetRawMode(bool raw) {
  if (const PtyShared::Lease lease = shared_.Borrow()) lease->SetRawMode(raw);
}

std::optional<LineModes> Pty::Modes() {
  if (const PtyShared::Lease lease = shared_.Borrow()) return lease->Modes();
  return std::nullopt;
}

void Pty::SetModes(const LineModes& wanted) {
  if (const PtyShared::Lease lease = shared_.Borrow()) lease->SetModes(wanted);
}

void Pty::Resize(const TerminalSize& size) {
  if (const PtyShared::Lease lease = shared_.Borrow()) lease->Resize(size);
}

// Before the exec the child is alone in its session, if it has one yet.
int64_t Pty::ForegroundGroup() {
  if (Stage() == LaunchStage::kStarted) return -1;
  const PtyShared::Lease lease = shared_.Borrow();
  return lease ? lease->ForegroundGroup() : -1;
}

void Pty::Announce() {
  std::shared_ptr<Outlet> outlet;
  bool urgent;
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    const bool news = output_.HasNews(lock) || input_.HasNews(lock) || child_.HasNews(lock);
    outlet = shared_.announcer.Begin(lock, news);
    urgent = output_.IsLittle(lock);
  }
  if (outlet) outlet->Notify(shared_from_this(), urgent);
}

void Pty::AnnounceNow(TimePoint now) {
  output_.Announced(now);
  Announce();
}

// The caller drops `last` after the lock.
Delivery Pty::TakeNews(Held held, PtyShared::Lease* last) {
  Delivery delivery;
  delivery.taken = input_.TakeNews(held);
  delivery.exit = child_.TakeExit(held);
  output_.Take(held, &delivery);
  if (delivery.end) *last = shared_.Close(held);
  return delivery;
}

Delivery Pty::Take() {
  PtyShared::Lease last;
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  Delivery delivery = TakeNews(lock, &last);
  shared_.announcer.Taken(lock, delivery.more);
  return delivery;
}

// An announcement stands: the line may be in the outlet's queue, and must not be put there twice.
Delivery Pty::TakeNear() {
  PtyShared::Lease last;
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  return TakeNews(lock, &last);
}

void Pty::EndNear(TimePoint now) {
  output_.EndNear(now);
  Announce();  // what is left
}

bool Pty::MakeFar() {
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  if (!shared_.is_near(lock)) return false;
  shared_.MoveFar(lock);
  return true;
}

void Pty::SetReading(bool wanted) {
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    output_.SetWanted(lock, wanted);
  }
  if (wanted) Announce();
}

// CloseEnd comes next.
void Pty::Shut() {
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    if (!shared_.Shut(lock)) return;
    output_.Finish(lock);
  }
  input_.Drop();
}

void Pty::CloseEnd() {
  PtyShared::Lease last;  // dropped after the lock
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  last = shared_.Close(lock);
}

void Pty::Close() {
  Shut();
  CloseEnd();
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    output_.Clear(lock);
  }
  Announce();
  if (Done()) shared_.reactor().Remove(id());
}

void Pty::Detach() {
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    shared_.announcer.Detach(lock);
  }
  Close();
}

bool Pty::Done() {
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  return !shared_.is_open(lock) && child_.gone(lock);
}

TimePoint Pty::OnReady(const Ready& ready, TimePoint now, size_t budget) {
  if (ready.writable) {
    WriteTurn();
    LookAtLaunch(now);
  }
  if (ready.readable && output_.Reads()) AfterRead(output_.Read(budget), now);
  return NextDeadline();
}

void Pty::AfterRead(const PtyOutput::Turn& turn, TimePoint now) {
  const bool at_once = output_.Settle(turn, now);
  // With nothing new: JS may have come while the tail was out for reading, and gone without it.
  if (turn.bytes == 0) Announce();
  if (at_once) AnnounceNow(now);
  if (turn.result == PtyOutput::Result::kHangUp) HungUp(now);
}

// The last slave is closed, or so it seems: the kernel can say EIO with data still in its flip
// buffer (6 of 23,000 runs on a busy machine), and a child may open /dev/tty again.
void Pty::HungUp(TimePoint now) {
  AnnounceNow(now);
  if (shared_.kind() == PtyKind::kSlave) return Finish(now);
  bool reaped;
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    reaped = child_.reaped(lock);
    output_.Park(lock);
  }
  if (reaped) {
    DrainAfterExit(now);
  } else {
    child_.AskSooner(now);
  }
}

TimePoint Pty::OnChild(const Ready& ready, TimePoint now) {
  // XNU reports an exit before the child can be reaped; waiting for that here could be for ever,
  // because a session leader's exit ends only once its output is read, by this very thread.
  if (!ReapAndDrain(now) && ready.readable) child_.AskAgain(now);
  return NextDeadline();
}

// True when the child is reaped, also if it was before.
bool Pty::ReapAndDrain(TimePoint now) {
  if (!child_.Reap()) return child_.IsReaped();
  DrainAfterExit(now);
  AnnounceNow(now);
  return true;
}

void Pty::DrainAfterExit(TimePoint now) {
  size_t left = kDrainBytes;
  bool hung_up = false;
  while (left > 0) {
    const PtyOutput::Turn turn = output_.Read(std::min(left, kTurnBytes));
    left -= turn.bytes;
    if (turn.result == PtyOutput::Result::kMore) continue;
    if (turn.result == PtyOutput::Result::kClosed) return;
    if (turn.result == PtyOutput::Result::kHangUp) {
      // Final only when a further drain, after the reaping, finds the same.
      if (hung_up && turn.bytes == 0) return Finish(now);
      hung_up = true;
      continue;
    }
    AfterRead(turn, now);
    break;
  }
  AnnounceNow(now);
  if (close_at_ == kNever) close_at_ = now + kGrace;
}

void Pty::Finish(TimePoint now) {
  Shut();
  close_at_ = kNever;
  output_.StopReading();
  AnnounceNow(now);
  CloseEnd();
}

void Pty::WriteTurn() {
  if (input_.Turn()) Announce();
}

// What waits for the child to get further is sent by the I/O thread, so that an exec that is held
// up for seconds (a virus scanner, a cold file server) holds no caller up.
void Pty::LookAtLaunch(TimePoint now) {
  if (!WaitsForTheLaunch()) return look_.Stop();
  if (look_.runs() && !look_.IsDue(now)) return;
  if (Stage() == LaunchStage::kDone) child_.SendHeldSignals();
  WriteTurn();
  if (WaitsForTheLaunch()) {
    look_.Next(now);
  } else {
    look_.Stop();
  }
}

bool Pty::WaitsForTheLaunch() {
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  return input_.waits_for_launch(lock) || child_.holds_signals(lock);
}

TimePoint Pty::OnTime(TimePoint now) {
  if (child_.IsToBeAsked(now) && !ReapAndDrain(now)) child_.AskAgain(now);
  LookAtLaunch(now);
  if (output_.OnTime(now)) AnnounceNow(now);
  if (close_at_ <= now) {
    output_.Read(kTurnBytes);
    Finish(now);
  }
  return NextDeadline();
}

TimePoint Pty::NextDeadline() const {
  return std::min({close_at_, look_.at(), output_.deadline(), child_.deadline()});
}

}  // namespace flatpty
