#include "win/console_input.h"

#include <new>
#include <utility>

namespace flatpty {

void ConsoleInput::Append(Held, const char* data, size_t size) {
  queue_.Append(data, closed_ ? size : 0, size);
}

void ConsoleInput::Append(Held, Bytes data, size_t size) {
  queue_.Adopt(std::move(data), closed_ ? size : 0, size);
}

std::optional<uint64_t> ConsoleInput::TakeNews(Held) {
  if (!std::exchange(news_, false)) return std::nullopt;
  return queue_.taken();
}

ConsoleInput::Fed ConsoleInput::Feed(Held held) {
  while (!answers_.empty() || !queue_.empty()) {
    const bool answers = !answers_.empty();
    PipeWriter::Outcome outcome = {PipeWriter::Result::kRetry, 0};
    try {
      outcome = answers ? writer_->Write(answers_.data(), answers_.size())
                        : writer_->Write(queue_.data(), queue_.size());
    } catch (const std::bad_alloc&) {
    }
    switch (outcome.result) {
      case PipeWriter::Result::kBytes:
        break;
      case PipeWriter::Result::kWouldBlock:
        return Fed::kAll;
      case PipeWriter::Result::kRetry:
        return Fed::kRetry;
      case PipeWriter::Result::kNoReader:
        Close(held);
        return Fed::kAll;
    }
    if (answers) {
      answers_.erase(0, outcome.bytes);
    } else {
      queue_.Consume(outcome.bytes);
      news_ = true;
    }
  }
  return Fed::kAll;
}

void ConsoleInput::Close(Held) noexcept {
  closed_ = true;
  answers_.clear();
  if (!queue_.empty()) news_ = true;
  queue_.Clear();
  if (writer_) writer_->Close();
}

}  // namespace flatpty
