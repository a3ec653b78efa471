// What was typed and the kernel has not taken yet, in order. Appending and consuming cost what is
// moved, however much waits.
#ifndef FLATPTY_INPUT_QUEUE_H_
#define FLATPTY_INPUT_QUEUE_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <list>
#include <memory>
#include <utility>

namespace flatpty {

class InputQueue {
 public:
  using Bytes = std::unique_ptr<char[]>;

  bool empty() const { return blocks_.empty(); }

  // Copies. Throws std::bad_alloc with nothing appended.
  void Append(const char* data, size_t size) {
    if (size == 0) return;
    const size_t fits = blocks_.empty() ? 0 : std::min(size, blocks_.back().room());
    if (fits < size) {
      const size_t rest = size - fits;
      const size_t capacity = std::max(rest, kBlockBytes);
      Bytes bytes(new char[capacity]);
      std::memcpy(bytes.get(), data + fits, rest);
      blocks_.push_back({std::move(bytes), capacity, 0, rest});
      if (fits > 0) std::prev(blocks_.end(), 2)->Fill(data, fits);
    } else {
      blocks_.back().Fill(data, fits);
    }
  }

  // Takes over a block, of which the first `at` bytes are done with. Throws std::bad_alloc.
  void Adopt(Bytes bytes, size_t at, size_t size) {
    if (at < size) blocks_.push_back({std::move(bytes), size, at, size});
  }

  // The next bytes, of a queue that is not empty.
  const char* data() const { return blocks_.front().bytes.get() + blocks_.front().begin; }
  size_t size() const { return blocks_.front().end - blocks_.front().begin; }

  // Drops that many of them.
  void Consume(size_t bytes) {
    blocks_.front().begin += bytes;
    if (size() == 0) blocks_.pop_front();
  }

  void Clear() noexcept { blocks_.clear(); }

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

  std::list<Block> blocks_;  // which costs an idle terminal nothing
};

}  // namespace flatpty

#endif  // FLATPTY_INPUT_QUEUE_H_
