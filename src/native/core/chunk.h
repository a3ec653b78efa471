// A piece of output on its way from the kernel to JS.
#ifndef FLATPTY_CHUNK_H_
#define FLATPTY_CHUNK_H_

#include <cstddef>

#include "core/block_pool.h"
#include "core/utf8_decoder.h"

namespace flatpty {

// One data event at the most. Large enough that a flood costs few events, small enough that a
// handler's turn stays short.
constexpr size_t kChunkBytes = 64 * 1024;

// What chunks are made of.
struct ChunkMemory {
  BlockPool bytes{kChunkBytes};
  BlockPool text{Utf8Decoder::UnitsFor(kChunkBytes) * sizeof(char16_t)};

  // As BlockPool's.
  bool Trim() noexcept {
    const bool bytes_left = bytes.Trim();
    const bool text_left = text.Trim();
    return bytes_left || text_left;
  }
};

class Chunk {
 public:
  Chunk() = default;
  // `before`: the part of a character that the chunk before this one ends with. Throws
  // std::bad_alloc.
  Chunk(ChunkMemory* memory, const PartOfCharacter& before)
      : memory_(memory), bytes_(memory->bytes.Take<char>()), before_(before) {}

  const char* data() const { return bytes_.get(); }
  size_t size() const { return size_; }
  size_t room() const { return bytes_ ? kChunkBytes - size_ : 0; }
  char* tail() { return bytes_.get() + size_; }
  void Grow(size_t bytes) { size_ += bytes; }
  const PartOfCharacter& before() const { return before_; }

  // Decodes what has come since the last call. Throws std::bad_alloc with nothing decoded.
  void Decode(Utf8Decoder* decoder) {
    const size_t fresh = size_ - decoded_;
    if (!text_) {
      // ASCII is its own text and needs no second copy.
      const bool ascii = decoder->part().size == 0 && AsciiLength(tail() - fresh, fresh) == fresh;
      if (!ascii) {
        text_ = memory_->text.Take<char16_t>();
        for (size_t i = 0; i < decoded_; i++) text_[i] = static_cast<unsigned char>(bytes_[i]);
        units_ = decoded_;
      }
    }
    if (text_) units_ += decoder->Decode(tail() - fresh, fresh, text_.get() + units_);
    decoded_ = size_;
  }

  // What Decode has made, of `units()` units; null when it is ASCII, the same as `data()`.
  const char16_t* text() const { return text_.get(); }
  size_t units() const { return text_ ? units_ : decoded_; }

 private:
  ChunkMemory* memory_ = nullptr;
  BlockPool::Block<char> bytes_;
  size_t size_ = 0;
  PartOfCharacter before_;
  BlockPool::Block<char16_t> text_;
  size_t units_ = 0;
  size_t decoded_ = 0;  // bytes
};

}  // namespace flatpty

#endif  // FLATPTY_CHUNK_H_
