#include "win/console_output.h"

#include <algorithm>
#include <new>
#include <utility>

namespace flatpty {

namespace {

// Undelivered output at which the pipe is no longer read, and at which it is read again. The
// console host then holds the program back.
constexpr size_t kFullBytes = 256 * 1024;
constexpr size_t kRefillBytes = 128 * 1024;
constexpr size_t kLittleBytes = 2048;

}  // namespace

bool ConsoleOutput::Take(Held held, Delivery* delivery) {
  queue_.Take(held, delivery);
  if (!full_ || queue_.size(held) > kRefillBytes) return false;
  full_ = false;
  return true;
}

bool ConsoleOutput::IsLittle(Held held) const { return queue_.size(held) < kLittleBytes; }

void ConsoleOutput::Drop(Held held) {
  queue_.Clear(held);
  queue_.Finish(held);
}

bool ConsoleOutput::IsFull() {
  const std::lock_guard<std::mutex> lock(mutex_);
  full_ = queue_.size(lock) >= kFullBytes;
  return full_;
}

OutputQueue::Tail ConsoleOutput::TailForReading() {
  OutputQueue::Tail tail;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    tail = queue_.TakeTail(lock);
  }
  if (tail.empty()) queue_.Extend(&tail, memory_);
  return tail;
}

void ConsoleOutput::Append(OutputQueue::Tail* tail) noexcept {
  queue_.Decode(tail);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (queue_.finished(lock)) return tail->clear();
  queue_.Append(lock, tail);
}

// A turn is one buffer of the reader's at the most: what follows comes with the next report.
ConsoleOutput::Turn ConsoleOutput::Read(PipeReader* reader, bool to_the_end) noexcept {
  if (!to_the_end && IsFull()) return Turn::kFull;
  try {
    OutputQueue::Tail tail = TailForReading();
    for (;;) {
      if (tail.back().room() == 0) {
        Append(&tail);
        queue_.Extend(&tail, memory_);
      }
      Chunk& chunk = tail.back();
      const PipeReader::Outcome outcome = reader->Read(chunk.tail(), chunk.room());
      chunk.Grow(outcome.bytes);
      if (outcome.result == PipeReader::Result::kBytes) continue;
      Append(&tail);
      if (outcome.result == PipeReader::Result::kRetry) return Turn::kRetry;
      return outcome.result == PipeReader::Result::kHangUp ? Turn::kHangUp : Turn::kDrained;
    }
  } catch (const std::bad_alloc&) {
    return Turn::kRetry;
  }
}

void ConsoleOutput::Say(const std::string& text) noexcept {
  try {
    OutputQueue::Tail tail = TailForReading();
    Chunk& chunk = tail.back();
    const size_t size = std::min(text.size(), chunk.room());
    text.copy(chunk.tail(), size);
    chunk.Grow(size);
    Append(&tail);
  } catch (const std::bad_alloc&) {
    // The error itself is with JS.
  }
}

}  // namespace flatpty
