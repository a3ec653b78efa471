// Lines that wait for their turn, first in, first out. A line is in one queue at the most, and the
// links are in the lines themselves: news finds its way when there is no memory left.
#ifndef FLATPTY_LINE_QUEUE_H_
#define FLATPTY_LINE_QUEUE_H_

#include <memory>
#include <utility>

#include "core/line.h"

namespace flatpty {

class LineQueue {
 public:
  LineQueue() = default;
  LineQueue(LineQueue&& other) noexcept
      : first_(std::move(other.first_)), last_(std::exchange(other.last_, nullptr)) {}
  LineQueue& operator=(LineQueue&&) = delete;
  LineQueue(const LineQueue&) = delete;
  LineQueue& operator=(const LineQueue&) = delete;
  // One by one: a chain that destroyed itself would need as much stack as it is long.
  ~LineQueue() {
    while (!empty()) Pop();
  }

  bool empty() const { return last_ == nullptr; }

  void Push(std::shared_ptr<Line> line) noexcept {
    Line* const last = line.get();
    (empty() ? first_ : last_->next_in_queue) = std::move(line);
    last_ = last;
  }

  // Not of an empty one.
  std::shared_ptr<Line> Pop() noexcept {
    std::shared_ptr<Line> first = std::move(first_);
    first_ = std::move(first->next_in_queue);
    if (!first_) last_ = nullptr;
    return first;
  }

  // Puts `others` first.
  void Prepend(LineQueue others) noexcept {
    if (others.empty()) return;
    others.last_->next_in_queue = std::move(first_);
    if (empty()) last_ = others.last_;
    first_ = std::move(others.first_);
    others.last_ = nullptr;
  }

 private:
  std::shared_ptr<Line> first_;
  Line* last_ = nullptr;
};

}  // namespace flatpty

#endif  // FLATPTY_LINE_QUEUE_H_
