// What was typed and the terminal has not taken yet, in order, and how much of all input it has
// taken. For every kind of line. Appending and consuming cost what is moved, however much waits.
#ifndef FLATPTY_INPUT_QUEUE_H_
#define FLATPTY_INPUT_QUEUE_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <list>
#include <utility>

#include "core/bytes.h"

namespace flatpty {

class InputQueue {
 public:
  bool empty() const { return blocks_.empty(); }
  // For any thread: bytes of all input that were taken, or dropped because no program can read them
  // any more.
  uint64_t taken() const { return taken_; }

  // Copies the bytes from `done` on; those before are taken. Throws std::bad_alloc with nothing
  // appended.
  void Append(const char* data, size_t done, size_t size) {
    if (done < size) Copy(data + done, size - done);
    Count(done, size);
  }

  // The same, without a copy.
  void Adopt(Bytes bytes, size_t done, size_t size) {
    if (done < size) blocks_.push_back({std::move(bytes), size, done, size});
    Count(done, size);
  }

  // The next bytes, of a queue that is not empty.
  const char* data() const { return blocks_.front().bytes.get() + blocks_.front().begin; }
  size_t size() const { return blocks_.front().end - blocks_.front().begin; }

  // That many of them are taken.
  void Consume(size_t bytes) {
    taken_ += bytes;
    blocks_.front().begin += bytes;
    if (size() == 0) blocks_.pop_front();
  }

  // All are dropped.
  void Clear() noexcept {
    blocks_.clear();
    taken_ = accepted_;
  }

 private:
  static constexpr size_t kBlockBytes = 16 * 1024;

  struct Block {
    Bytes bytes;
    size_t capacity;
    size_t begin;
    size_t end;

    size_t room() const { return capacity - end; }
    void Fill(const char* data, size_t size) {
      std::memcpy(bytes.get() + end, data, size);
      end += size;
    }
  };

  void Count(size_t done, size_t size) {
    accepted_ += size;
    taken_ += done;
  }

  void Copy(const char* data, size_t size) {
    const size_t fits = blocks_.empty() ? 0 : std::min(size, blocks_.back().room());
    if (fits < size) {
      const size_t rest = size - fits;
      const size_t capacity = std::max(rest, kBlockBytes);
      Bytes bytes = MakeBytes(capacity);
      std::memcpy(bytes.get(), data + fits, rest);
      blocks_.push_back({std::move(bytes), capacity, 0, rest});
      if (fits > 0) std::prev(blocks_.end(), 2)->Fill(data, fits);
    } else {
      blocks_.back().Fill(data, fits);
    }
  }

  std::list<Block> blocks_;  // which costs an idle terminal nothing
  uint64_t accepted_ = 0;    // bytes, ever
  std::atomic<uint64_t> taken_{0};
};

}  // namespace flatpty

#endif  // FLATPTY_INPUT_QUEUE_H_
