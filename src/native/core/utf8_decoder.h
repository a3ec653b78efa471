// UTF-8 as it arrives, in pieces, to UTF-16: what StringDecoder does, on the I/O thread. Node 20
// needs 4 s per GB of multi-byte text for it on the main thread (peer-bench 3).
#ifndef FLATPTY_UTF8_DECODER_H_
#define FLATPTY_UTF8_DECODER_H_

#include <cstddef>
#include <cstdint>

namespace flatpty {

// Bytes of a character whose rest has not come yet.
struct PartOfCharacter {
  char bytes[3];
  uint8_t size = 0;
};

// Each maximal part of an ill-formed sequence becomes one U+FFFD (Unicode 15, table 3-8; the
// Encoding Standard's utf-8 decoder). A byte order mark is a character like any other.
class Utf8Decoder {
 public:
  // Units that Decode writes at the most, for `bytes` in any number of calls.
  static constexpr size_t UnitsFor(size_t bytes) { return bytes + 1; }

  // Returns how many units it has written. A character that is cut off at the end is kept for the
  // next call.
  size_t Decode(const char* data, size_t size, char16_t* out);

  const PartOfCharacter& part() const { return part_; }

 private:
  bool Step(uint8_t byte, char16_t** out);
  void Begin(uint8_t lead, char16_t** out);

  PartOfCharacter part_;
  uint8_t missing_ = 0;  // bytes until the character is complete
  uint8_t lowest_ = 0x80;
  uint8_t highest_ = 0xBF;
  uint32_t code_point_ = 0;
};

// The length of the leading part without a byte above 0x7F.
size_t AsciiLength(const char* data, size_t size);

}  // namespace flatpty

#endif  // FLATPTY_UTF8_DECODER_H_
