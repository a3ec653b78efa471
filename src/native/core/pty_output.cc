#include "core/pty_output.h"

#include <algorithm>
#include <new>

namespace flatpty {

using std::chrono::milliseconds;

namespace {

// Undelivered output at which a pty that was full is read again (see kFullBytes).
constexpr size_t kRefillBytes = 128 * 1024;
// A read this short is somebody typing or a prompt, and is announced at once.
constexpr size_t kSmallRead = 2048;
// A read this short is announced before the terminal is asked for more: an answer of EAGAIN waits
// for the kernel's worker that is just moving input (n_tty_read flushes it), and that is as long as
// a good part of an echo.
constexpr size_t kKeystroke = 64;
// A flood is announced when there is this much of it, or this late, instead of 4 KB at a time as
// the kernel hands it out: waking the JS thread costs more than reading. The first piece after a
// pause is announced at once.
constexpr size_t kBulkBytes = 128 * 1024;
constexpr milliseconds kBulkDelay{2};
constexpr milliseconds kQuiet{10};
constexpr milliseconds kMemoryRetry{50};

}  // namespace

PtyOutput::PtyOutput(PtyShared* shared)
    : shared_(*shared),
      queue_(shared->has_terminal() ? OutputQueue::End::kAhead : OutputQueue::End::kTold) {}

void PtyOutput::ApplyReading(Held held) {
  // What a paused slave leaves in the kernel another process may read.
  if (Stands(held) || (shared_.kind() == PtyKind::kSlave && !queue_.wanted(held))) {
    shared_.SetRead(held, ReadInterest::kNone);
  } else {
    const bool parked = reading_ == Reading::kParked;
    shared_.SetRead(held, parked ? ReadInterest::kEdge : ReadInterest::kLevel);
  }
}

void PtyOutput::SetReading(Held held, Reading reading) {
  reading_ = reading;
  ApplyReading(held);
}

void PtyOutput::SetWanted(Held held, bool wanted) {
  queue_.SetWanted(held, wanted);
  if (shared_.kind() == PtyKind::kSlave) ApplyReading(held);
}

void PtyOutput::Take(Held held, Delivery* delivery) {
  queue_.Take(held, delivery);
  if (!Stands(held) || queue_.size(held) > kRefillBytes) return;
  full_at_ = kFullBytes;
  SetReading(held, Reading::kOn);
}

// Room is made once until JS has caught up, or a program that is sent signals would fill the
// memory; but by every SIGKILL, after which nothing goes on printing.
void PtyOutput::MakeRoomForLast(Held held, SignalEffect effect) {
  const size_t taken =
      effect == SignalEffect::kFatal ? std::max(queue_.size(held), kFullBytes) : kFullBytes;
  full_at_ = std::max(full_at_, taken + kDrainBytes);
  if (Stands(held) && queue_.size(held) < full_at_) SetReading(held, Reading::kOn);
}

bool PtyOutput::IsLittle(Held held) const { return queue_.size(held) < kSmallRead; }

OutputQueue::Tail PtyOutput::TailForReading() {
  OutputQueue::Tail tail;
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    tail = queue_.TakeTail(lock);
  }
  if (tail.empty()) queue_.Extend(&tail, &shared_.reactor().MemoryForChunks());
  return tail;
}

void PtyOutput::Append(OutputQueue::Tail* tail) noexcept {
  queue_.Decode(tail);
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  if (!shared_.delivers(lock)) return tail->clear();
  queue_.Append(lock, tail);
}

PtyOutput::Turn PtyOutput::Read(size_t budget) {
  Turn turn = {Result::kMore, 0};
  const PtyShared::Lease lease = shared_.Borrow();
  if (!lease) return {Result::kClosed, 0};
  try {
    OutputQueue::Tail tail = TailForReading();
    while (turn.bytes < budget) {
      if (tail.back().room() == 0) {
        Append(&tail);
        queue_.Extend(&tail, &shared_.reactor().MemoryForChunks());
      }
      Chunk& chunk = tail.back();
      const IoResult read = lease->Read(chunk.tail(), std::min(chunk.room(), budget - turn.bytes));
      if (read.status != IoStatus::kDone) {
        // Never a hang-up flag, only read itself says that there is no more: libuv up to 1.51 took
        // a short read after POLLHUP for the end and cut the tail off (node-pty#85, libuv#4992).
        const bool drained = read.status == IoStatus::kWouldBlock;
        turn.result = drained ? Result::kDrained : Result::kHangUp;
        break;
      }
      chunk.Grow(read.bytes);
      turn.bytes += read.bytes;
      if (read.bytes <= kKeystroke) break;
    }
    Append(&tail);
  } catch (const std::bad_alloc&) {
    turn.result = Result::kNoMemory;
  }
  return turn;
}

bool PtyOutput::Reads() {
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  return shared_.is_open(lock) && shared_.reads(lock) != ReadInterest::kNone;
}

bool PtyOutput::Floods() {
  if (!floods_) return false;
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  return shared_.reads(lock) == ReadInterest::kLevel;
}

bool PtyOutput::Settle(const Turn& turn, TimePoint now) {
  floods_ = turn.bytes >= kSmallRead;
  if (turn.bytes == 0 && turn.result != Result::kNoMemory) return false;
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  const size_t waiting = queue_.size(lock);
  if (turn.result == Result::kNoMemory) {
    retry_at_ = now + kMemoryRetry;
    SetReading(lock, Reading::kStarved);
  } else {
    SetReading(lock, waiting >= full_at_ ? Reading::kFull : Reading::kOn);
  }
  if (turn.bytes == 0) return false;
  if (!floods_ || waiting >= kBulkBytes || now - last_announced_ > kQuiet) return true;
  if (announce_at_ == kNever) announce_at_ = now + kBulkDelay;
  return false;
}

void PtyOutput::Announced(TimePoint now) {
  announce_at_ = kNever;
  last_announced_ = now;
}

// Only once: arming it again would report the hang-up again, for ever while input waits.
void PtyOutput::Park(Held held) {
  if (reading_ == Reading::kOn) SetReading(held, Reading::kParked);
}

void PtyOutput::Say(const std::string& text) {
  OutputQueue::Tail tail = TailForReading();
  Chunk& chunk = tail.back();
  const size_t size = std::min(text.size(), chunk.room());
  text.copy(chunk.tail(), size);
  chunk.Grow(size);
  Append(&tail);
}

bool PtyOutput::OnTime(TimePoint now) {
  if (retry_at_ <= now) {
    retry_at_ = kNever;
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    if (Stands(lock)) SetReading(lock, Reading::kOn);
  }
  return announce_at_ <= now;
}

TimePoint PtyOutput::deadline() const { return std::min(announce_at_, retry_at_); }

}  // namespace flatpty
