// ConsoleLine: what is typed, from JS to the console host, in order and without waiting.
#include <utility>

#include "win/console_line.h"

namespace flatpty {

uint64_t ConsoleLine::Write(const char* data, size_t size) {
  const std::lock_guard<std::mutex> lock(mutex_);
  queue_.Append(data, DroppedOf(lock, size), size);
  FeedInput(lock);
  input_news_ = false;  // the caller hears at once
  return queue_.taken();
}

uint64_t ConsoleLine::Write(Bytes data, size_t size) {
  const std::lock_guard<std::mutex> lock(mutex_);
  queue_.Adopt(std::move(data), DroppedOf(lock, size), size);
  FeedInput(lock);
  input_news_ = false;
  return queue_.taken();
}

// How much of it no program can read any more.
size_t ConsoleLine::DroppedOf(Held held, size_t size) const {
  return output_.finished(held) ? size : 0;
}

// One write is under way at a time; the port tells when the next may follow. Answers to the host's
// questions come first: the program's first console call waits for them.
void ConsoleLine::FeedInput(Held held) {
  while (!answers_.empty() || !queue_.empty()) {
    const bool answer = !answers_.empty();
    const char* const data = answer ? answers_.data() : queue_.data();
    const size_t size = answer ? answers_.size() : queue_.size();
    PipeWriter::Outcome outcome;
    try {
      outcome = writer_->Write(data, size);
    } catch (const std::bad_alloc&) {
      // What was typed stays queued; the next key of the port tries again.
      thread_.port().Post(ConsoleThread::Key(id_, ConsoleEvent::kInput));
      return;
    }
    if (outcome.result == PipeWriter::Result::kWouldBlock) return;
    if (outcome.result == PipeWriter::Result::kNobody) return DropInput(held);
    if (answer) {
      answers_.erase(0, outcome.bytes);
    } else {
      queue_.Consume(outcome.bytes);
      input_news_ = true;
    }
  }
}

void ConsoleLine::DropInput(Held) {
  answers_.clear();
  if (queue_.empty()) return;
  queue_.Clear();
  input_news_ = true;
}

}  // namespace flatpty
