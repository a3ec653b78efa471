#include "core/pty.h"

#include <sys/ioctl.h>
#include <termios.h>

#include <algorithm>

#include "core/sys_error.h"

namespace flatpty {

namespace {

// Undelivered output at which a pty that was full is read again (see kFullBytes).
constexpr size_t kRefillBytes = 128 * 1024;

std::atomic<PtyId> next_id{1};

}  // namespace

Pty::Pty(Kind kind, UniqueFd fd, std::string slave_name, std::shared_ptr<Outlet> outlet)
    : reactor_(Reactor::Get()),
      id_(next_id++),
      kind_(kind),
      has_terminal_(fd.valid()),
      slave_name_(std::move(slave_name)),
      outlet_(std::move(outlet)) {
  if (fd.valid()) {
    fd_ = std::make_shared<const UniqueFd>(std::move(fd));
  } else {
    ended_ = end_taken_ = true;
  }
}

void Pty::Watch() {
  reactor_.Add(shared_from_this());
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!fd_) return;
  try {
    reactor_.poller().Watch(fd_->get(), Reactor::FdToken(id_));
  } catch (...) {
    reactor_.Remove(id_);
    throw;
  }
  UpdateInterest();
}

Pty::Lease Pty::Borrow() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return fd_;
}

int Pty::fd() {
  const Lease lease = Borrow();
  return lease ? lease->get() : -1;
}

void Pty::Announce() {
  std::shared_ptr<Outlet> outlet;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (announced_ || !outlet_ || !HasNews()) return;
    announced_ = true;
    outlet = outlet_;
  }
  outlet->Notify(shared_from_this());
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
  }
  if (wanted) Announce();
}

void Pty::UpdateInterest() {
  if (!fd_) return;
  Interest interest;
  if (full_) {
    interest.read = ReadInterest::kNone;
  } else {
    interest.read = parked_ ? ReadInterest::kEdge : ReadInterest::kLevel;
  }
  interest.write = input_ == InputWaits::kForRoom;
  // Only edge triggering loses what is not taken at once and has to be armed again.
  if (interest == interest_ && interest.read == ReadInterest::kLevel) return;
  if (interest == interest_ && !interest.write) return;
  interest_ = interest;
  reactor_.poller().SetInterest(fd_->get(), Reactor::FdToken(id_), interest);
}

void Pty::SetRawMode(bool raw) {
  const Lease lease = Borrow();
  if (!lease) return;
  termios modes;
  if (::tcgetattr(lease->get(), &modes) < 0) ThrowErrno("tcgetattr");
  if (raw) {
    if (!cooked_) cooked_ = modes;
    modes = *cooked_;
    modes.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
    modes.c_oflag |= ONLCR;
    modes.c_cflag |= CS8;
    modes.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
  } else {
    if (!cooked_) return;
    modes = *cooked_;
    cooked_.reset();
  }
  if (::tcsetattr(lease->get(), TCSANOW, &modes) < 0) ThrowErrno("tcsetattr");
}

void Pty::Resize(const Winsize& size) {
  const Lease lease = Borrow();
  if (!lease) return;
  winsize kernel_size = {};
  kernel_size.ws_col = size.cols;
  kernel_size.ws_row = size.rows;
  kernel_size.ws_xpixel = size.x_pixels;
  kernel_size.ws_ypixel = size.y_pixels;
  if (::ioctl(lease->get(), TIOCSWINSZ, &kernel_size) < 0) ThrowErrno("ioctl(TIOCSWINSZ)");
}

// The only place where the descriptor goes. The number itself is freed here or, when another
// thread is inside a system call on it, when that call returns.
void Pty::Shut() {
  Lease last;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!fd_) return;
    reactor_.poller().Unwatch(fd_->get());
    last = std::move(fd_);
    fd_ = nullptr;
    ended_ = true;
  }
  DropInput();
}

void Pty::Close() {
  Shut();
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
  return !fd_ && (pid_ == -1 || reaped_);
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
