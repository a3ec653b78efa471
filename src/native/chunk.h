// A piece of output on its way from the kernel to JS. Memory is not zeroed: read() fills it.
#ifndef FLATPTY_CHUNK_H_
#define FLATPTY_CHUNK_H_

#include <cstddef>
#include <memory>

#include "utf8_decoder.h"

namespace flatpty {

class Chunk {
 public:
  // One data event at the most. Large enough that a flood costs few events, small enough that a
  // handler's turn stays short.
  static constexpr size_t kCapacity = 64 * 1024;

  Chunk() = default;
  // `before`: the part of a character that the chunk before this one ends with.
  static Chunk Fresh(const PartOfCharacter& before) {
    Chunk chunk;
    chunk.bytes_.reset(new char[kCapacity]);
    chunk.before_ = before;
    return chunk;
  }

  const char* data() const { return bytes_.get(); }
  size_t size() const { return size_; }
  size_t room() const { return bytes_ ? kCapacity - size_ : 0; }
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
        text_.reset(new char16_t[Utf8Decoder::UnitsFor(kCapacity)]);
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
  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  PartOfCharacter before_;
  std::unique_ptr<char16_t[]> text_;
  size_t units_ = 0;
  size_t decoded_ = 0;  // bytes
};

}  // namespace flatpty

#endif  // FLATPTY_CHUNK_H_
