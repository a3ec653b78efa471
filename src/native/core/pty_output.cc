#include "core/pty_output.h"

#include <algorithm>
#include <new>

namespace flatpty {

using std::chrono::milliseconds;

namespace {

// Undelivered output at which a pty that was full is read again (see kFullBytes).
constexpr size_t kRefillBytes = 128 * 1024;
// A read this short is an echo or a prompt, and is announced at once.
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
// What is quiet for so long comes near. Not sooner, and not from the spawn on: the hang-up of a
// program that ends would wake the JS thread before its exit does, and a flood would begin there.
constexpr milliseconds kNearQuiet{50};
// On the JS thread, in one turn of its event loop.
constexpr size_t kNearTurnBytes = 64 * 1024;

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
  if (!wanted) shared_.MoveFar(held);
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

OutputQueue::Tail PtyOutput::TailForReading(ChunkMemory* memory) {
  OutputQueue::Tail tail;
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    tail = queue_.TakeTail(lock);
  }
  if (tail.empty()) queue_.Extend(&tail, memory);
  return tail;
}

void PtyOutput::Append(OutputQueue::Tail* tail) noexcept {
  queue_.Decode(tail);
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  if (!shared_.delivers(lock)) return tail->clear();
  queue_.Append(lock, tail);
}

PtyOutput::Turn PtyOutput::Read(size_t budget) {
  const std::lock_guard<std::mutex> reader(reader_);
  return Read(budget, &shared_.reactor().MemoryForChunks());
}

PtyOutput::Turn PtyOutput::Read(size_t budget, ChunkMemory* memory) {
  Turn turn = {Result::kMore, 0};
  const PtyShared::Lease lease = shared_.Borrow();
  if (!lease) return {Result::kClosed, 0};
  try {
    OutputQueue::Tail tail = TailForReading(memory);
    while (turn.bytes < budget) {
      if (tail.back().room() == 0) {
        Append(&tail);
        queue_.Extend(&tail, memory);
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

// A terminal that the I/O thread finds busy is far by now, or in a moment: then it is not reported
// again here. All that is not plain output is for the I/O thread.
bool PtyOutput::ReadNear(bool hung_up, TimePoint now) {
  const std::unique_lock<std::mutex> reader(reader_, std::try_to_lock);
  if (!reader.owns_lock()) return false;
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    if (!shared_.is_near(lock)) return false;
    if (hung_up) {
      shared_.MoveFar(lock);
      return false;
    }
  }
  const Turn turn = Read(kNearTurnBytes, &shared_.reactor().MemoryForNear());
  const bool floods = near_flood_.Counts(turn.bytes, now);
  if (floods || turn.result == Result::kHangUp || turn.result == Result::kNoMemory) {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    shared_.MoveFar(lock);
  }
  return turn.bytes > 0;
}

// Refused, it tries again after the next output.
void PtyOutput::ComeNear(TimePoint now) {
  near_at_ = kNever;
  if (now - last_read_ < kNearQuiet) {
    near_at_ = last_read_ + kNearQuiet;
    return;
  }
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  // A loop that has not come for the last output may be blocked.
  if (queue_.wanted(lock) && queue_.size(lock) == 0 && shared_.delivers(lock)) {
    shared_.MoveNear(lock);
  }
}

bool PtyOutput::Reads() {
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  shared_.MoveFar(lock);  // near, the reactor reports nothing but a hang-up
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
  last_read_ = now;
  if (near_at_ == kNever && shared_.MayComeNear(lock)) near_at_ = now + kNearQuiet;
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
  const std::lock_guard<std::mutex> reader(reader_);
  OutputQueue::Tail tail = TailForReading(&shared_.reactor().MemoryForChunks());
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
  if (near_at_ <= now) ComeNear(now);
  return announce_at_ <= now;
}

TimePoint PtyOutput::deadline() const { return std::min({announce_at_, retry_at_, near_at_}); }

}  // namespace flatpty
