#include "win/console_output.h"

#include <algorithm>
#include <new>

namespace flatpty {

OutputQueue::Tail ConsoleOutput::TailForReading(Held held) {
  OutputQueue::Tail tail = queue_.TakeTail(held);
  if (tail.empty()) queue_.Extend(&tail, memory_);
  return tail;
}

ConsoleOutput::Turn ConsoleOutput::ReadFrom(Held held, PipeReader* reader,
                                            bool to_the_end) noexcept {
  try {
    for (;;) {
      if (queue_.size(held) >= kFullBytes && !to_the_end) {
        full_ = true;
        return Turn::kFull;
      }
      OutputQueue::Tail tail = TailForReading(held);
      Chunk& chunk = tail.back();
      const PipeReader::Outcome outcome = reader->Read(chunk.tail(), chunk.room());
      if (outcome.result == PipeReader::Result::kBytes) {
        chunk.Grow(outcome.bytes);
        queue_.Decode(&tail);
      }
      queue_.Append(held, &tail);
      if (outcome.result == PipeReader::Result::kHangUp) return Turn::kHangUp;
      if (outcome.result == PipeReader::Result::kWouldBlock) return Turn::kDrained;
    }
  } catch (const std::bad_alloc&) {
    return Turn::kNoMemory;
  }
}

void ConsoleOutput::Say(Held held, const std::string& text) {
  OutputQueue::Tail tail = TailForReading(held);
  Chunk& chunk = tail.back();
  const size_t size = std::min(text.size(), chunk.room());
  text.copy(chunk.tail(), size);
  chunk.Grow(size);
  queue_.Decode(&tail);
  queue_.Append(held, &tail);
}

bool ConsoleOutput::Take(Held held, Delivery* delivery) {
  queue_.Take(held, delivery);
  if (!full_ || queue_.size(held) > kRefillBytes) return false;
  full_ = false;
  return true;
}

}  // namespace flatpty
