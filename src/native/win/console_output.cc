#include "win/console_output.h"

#include <algorithm>
#include <new>
#include <utility>

namespace flatpty {

// On the I/O thread and not in JS, whose main thread is what everybody waits for.
void ConsoleOutput::Decode(Chunk* chunk) noexcept {
  if (!as_text_) return;
  try {
    chunk->Decode(&decoder_);
  } catch (const std::bad_alloc&) {
    as_text_ = false;  // the stream in JS decodes from here on
  }
  last_part_ = decoder_.part();
}

ConsoleOutput::Turn ConsoleOutput::ReadFrom(PipeReader* reader, bool to_the_end) noexcept {
  try {
    for (;;) {
      if (buffered_ >= kFullBytes && !to_the_end) {
        full_ = true;
        return Turn::kFull;
      }
      if (chunks_.empty() || chunks_.back().room() == 0) {
        chunks_.emplace_back(memory_, decoder_.part());
      }
      Chunk& chunk = chunks_.back();
      const PipeReader::Outcome outcome = reader->Read(chunk.tail(), chunk.room());
      if (outcome.result != PipeReader::Result::kBytes) {
        if (chunk.size() == 0) chunks_.pop_back();
        return outcome.result == PipeReader::Result::kHangUp ? Turn::kHangUp : Turn::kDrained;
      }
      chunk.Grow(outcome.bytes);
      buffered_ += outcome.bytes;
      Decode(&chunk);
    }
  } catch (const std::bad_alloc&) {
    return Turn::kNoMemory;
  }
}

void ConsoleOutput::Append(const std::string& text) {
  chunks_.emplace_back(memory_, decoder_.part());
  Chunk& chunk = chunks_.back();
  const size_t size = std::min(text.size(), chunk.room());
  text.copy(chunk.tail(), size);
  chunk.Grow(size);
  buffered_ += size;
  Decode(&chunk);
}

void ConsoleOutput::Drop() {
  chunks_.clear();
  buffered_ = 0;
}

bool ConsoleOutput::HasNews() const {
  if (chunks_.empty()) return ended_ && !end_taken_;
  return wanted_;
}

bool ConsoleOutput::Take(Delivery* delivery) {
  if (wanted_ && !chunks_.empty()) {
    delivery->data = std::move(chunks_.front());
    chunks_.pop_front();
    delivery->as_text = as_text_;
    if (std::exchange(told_as_text_, delivery->as_text) && !delivery->as_text) {
      delivery->before = delivery->data.before();
    }
    buffered_ -= delivery->data.size();
  }
  if (chunks_.empty() && ended_) delivery->end = !std::exchange(end_taken_, true);
  if (delivery->end && told_as_text_) {
    delivery->after = last_part_;
    if (delivery->data.size() == 0) delivery->as_text = as_text_;
  }
  delivery->more = wanted_ && !chunks_.empty();
  if (!full_ || buffered_ > kRefillBytes) return false;
  full_ = false;
  return true;
}

}  // namespace flatpty
