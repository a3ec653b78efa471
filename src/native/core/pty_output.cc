// Pty: what the terminal prints, from the kernel to the queue that JS takes from.
#include <algorithm>
#include <new>

#include "core/pty.h"

namespace flatpty {

using std::chrono::milliseconds;

namespace {

// A read this short is told before the terminal is asked for more: an answer of EAGAIN waits for
// the kernel's worker that is just moving input (n_tty_read flushes it), and that is as long as a
// good part of an echo.
constexpr size_t kKeystroke = 64;
// A flood is told when there is this much of it, or this late, instead of 4 KB at a time as the
// kernel hands it out: waking the JS thread costs more than reading. The first piece after a pause
// is told at once.
constexpr size_t kBulkBytes = 128 * 1024;
constexpr milliseconds kBulkDelay{2};
constexpr milliseconds kQuiet{10};
// How long descendants that hold the slave keep a terminal open after its leader; node-pty's
// figure.
constexpr milliseconds kGrace{200};
constexpr milliseconds kMemoryRetry{50};

}  // namespace

Pty::Tail Pty::TailForReading() {
  Tail tail;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!chunks_.empty() && chunks_.back().room() > 0) {
      tail.splice(tail.end(), chunks_, std::prev(chunks_.end()));
      buffered_ -= tail.back().size();
      return tail;
    }
  }
  tail.emplace_back(&reactor_.MemoryForChunks(), decoder_.part());
  return tail;
}

// On this thread and not in JS, whose main thread is what everybody waits for.
void Pty::Decode(Chunk* chunk) noexcept {
  if (!as_text_) return;
  try {
    chunk->Decode(&decoder_);
  } catch (const std::bad_alloc&) {
    as_text_ = false;  // the stream in JS decodes from here on
  }
}

void Pty::Append(Tail* tail) noexcept {
  Decode(&tail->back());
  const std::lock_guard<std::mutex> lock(mutex_);
  if (tail->back().size() == 0 || !outlet_ || !end_) {
    tail->clear();
    return;
  }
  buffered_ += tail->back().size();
  last_part_ = decoder_.part();
  chunks_.splice(chunks_.end(), *tail);
}

Pty::ReadResult Pty::ReadTurn(size_t budget, size_t* got) {
  *got = 0;
  const Lease lease = Borrow();
  if (!lease) return ReadResult::kClosed;
  try {
    Tail tail = TailForReading();
    ReadResult result = ReadResult::kMore;
    while (*got < budget) {
      if (tail.back().room() == 0) {
        Append(&tail);
        tail.emplace_back(&reactor_.MemoryForChunks(), decoder_.part());
      }
      Chunk& chunk = tail.back();
      const IoResult read = lease->Read(chunk.tail(), std::min(chunk.room(), budget - *got));
      if (read.status != IoStatus::kDone) {
        // Never a hang-up flag, only read itself says that there is no more: libuv up to 1.51 took
        // a short read after POLLHUP for the end and cut the tail off (node-pty#85, libuv#4992).
        const bool drained = read.status == IoStatus::kWouldBlock;
        result = drained ? ReadResult::kDrained : ReadResult::kHangUp;
        break;
      }
      chunk.Grow(read.bytes);
      *got += read.bytes;
      if (read.bytes <= kKeystroke) break;
    }
    Append(&tail);
    return result;
  } catch (const std::bad_alloc&) {
    return ReadResult::kNoMemory;
  }
}

TimePoint Pty::OnReady(const Ready& ready, TimePoint now, size_t budget) {
  if (ready.writable) {
    WriteTurn();
    LookAtLaunch(now);
  }
  bool read = ready.readable;
  if (read) {
    const std::lock_guard<std::mutex> lock(mutex_);
    read = end_ && interest_.read != ReadInterest::kNone;
  }
  if (read) {
    size_t got;
    const ReadResult result = ReadTurn(budget, &got);
    floods_ = got >= kSmallRead;
    AfterRead(got, result, now);
  }
  return NextDeadline();
}

bool Pty::Floods() {
  if (!floods_) return false;
  const std::lock_guard<std::mutex> lock(mutex_);
  return interest_.read == ReadInterest::kLevel;
}

void Pty::AfterRead(size_t got, ReadResult result, TimePoint now) {
  bool soon = false;
  if (got > 0) {
    const std::lock_guard<std::mutex> lock(mutex_);
    parked_ = false;
    full_ = buffered_ >= full_at_;
    UpdateInterest();
    soon = got < kSmallRead || buffered_ >= kBulkBytes || now - last_announced_ > kQuiet;
  }
  if (result == ReadResult::kNoMemory) {
    const std::lock_guard<std::mutex> lock(mutex_);
    full_ = true;
    UpdateInterest();
    read_at_ = now + kMemoryRetry;
  }
  // With nothing new: JS may have come while the tail was out for reading, and gone without it.
  if (got == 0) Announce();
  if (soon) {
    AnnounceNow(now);
  } else if (got > 0 && announce_at_ == kNever) {
    announce_at_ = now + kBulkDelay;
  }
  if (result == ReadResult::kHangUp) HungUp(now);
}

// The last slave is closed, or so it seems: the kernel can say EIO with data still in its flip
// buffer (6 of 23,000 runs on a busy machine), and a child may open /dev/tty again.
void Pty::HungUp(TimePoint now) {
  AnnounceNow(now);
  if (kind_ == Kind::kSlave) return Finish(now);
  bool reaped;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    reaped = reaped_;
    // Only once: arming it again would report the hang-up again, for ever while input waits.
    if (!std::exchange(parked_, true)) UpdateInterest();
  }
  if (reaped) {
    DrainAfterExit(now);
  } else if (reap_at_ != kNever) {
    reap_interval_ = milliseconds(1);
    reap_at_ = now + reap_interval_;
  }
}

void Pty::DrainAfterExit(TimePoint now) {
  size_t left = kDrainBytes;
  bool hung_up = false;
  while (left > 0) {
    size_t got;
    const ReadResult result = ReadTurn(std::min(left, kTurnBytes), &got);
    left -= got;
    if (result == ReadResult::kMore) continue;
    if (result == ReadResult::kClosed) return;
    if (result == ReadResult::kHangUp) {
      // Final only when a further drain, after the reaping, finds the same.
      if (hung_up && got == 0) return Finish(now);
      hung_up = true;
      continue;
    }
    AfterRead(got, result, now);
    break;
  }
  AnnounceNow(now);
  if (close_at_ == kNever) close_at_ = now + kGrace;
}

void Pty::Finish(TimePoint now) {
  Shut();
  close_at_ = read_at_ = kNever;
  AnnounceNow(now);
  CloseEnd();
}

}  // namespace flatpty
