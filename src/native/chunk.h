// A piece of output on its way from the kernel to JS. Memory is not zeroed: read() fills it.
#ifndef FLATPTY_CHUNK_H_
#define FLATPTY_CHUNK_H_

#include <cstddef>
#include <memory>

namespace flatpty {

class Chunk {
 public:
  // One data event at the most. Large enough that a flood costs few events, small enough that a
  // handler's turn stays short.
  static constexpr size_t kCapacity = 64 * 1024;

  Chunk() = default;
  static Chunk Fresh() {
    Chunk chunk;
    chunk.bytes_.reset(new char[kCapacity]);
    return chunk;
  }

  const char* data() const { return bytes_.get(); }
  size_t size() const { return size_; }
  size_t room() const { return bytes_ ? kCapacity - size_ : 0; }
  char* tail() { return bytes_.get() + size_; }
  void Grow(size_t bytes) { size_ += bytes; }

 private:
  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
};

}  // namespace flatpty

#endif  // FLATPTY_CHUNK_H_
