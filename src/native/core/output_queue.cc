#include "core/output_queue.h"

#include <iterator>
#include <new>
#include <utility>

namespace flatpty {

OutputQueue::Tail OutputQueue::TakeTail(Held) {
  Tail tail;
  if (!chunks_.empty() && chunks_.back().room() > 0) {
    tail.splice(tail.end(), chunks_, std::prev(chunks_.end()));
    bytes_ -= tail.back().size();
  }
  return tail;
}

// Here and not in JS, because the main thread is where a host has the least time.
void OutputQueue::Decode(Tail* tail) noexcept {
  if (!as_text_) return;
  try {
    tail->back().Decode(&decoder_);
  } catch (const std::bad_alloc&) {
    as_text_ = false;  // the stream in JS decodes from here on
  }
}

void OutputQueue::Append(Held, Tail* tail) noexcept {
  if (tail->back().size() == 0) return tail->clear();
  bytes_ += tail->back().size();
  last_part_ = decoder_.part();
  chunks_.splice(chunks_.end(), *tail);
}

void OutputQueue::Take(Held, Delivery* delivery) {
  if (wanted_ && !chunks_.empty()) {
    delivery->data = std::move(chunks_.front());
    chunks_.pop_front();
    delivery->as_text = as_text_;
    if (std::exchange(taken_as_text_, delivery->as_text) && !delivery->as_text) {
      delivery->before = delivery->data.before();
    }
    bytes_ -= delivery->data.size();
  }
  if (chunks_.empty() && end_ == End::kReached) {
    end_ = End::kTold;
    delivery->end = true;
    if (taken_as_text_) {
      delivery->after = last_part_;
      if (delivery->data.size() == 0) delivery->as_text = as_text_;
    }
  }
  delivery->more = wanted_ && !chunks_.empty();
}

void OutputQueue::Clear(Held) {
  chunks_.clear();
  bytes_ = 0;
}

}  // namespace flatpty
