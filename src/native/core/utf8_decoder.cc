#include "core/utf8_decoder.h"

#include <cstring>

namespace flatpty {

namespace {

constexpr char16_t kReplacement = 0xFFFD;
constexpr size_t kBlock = 16;

bool IsAsciiBlock(const uint8_t* from) {
  uint64_t halves[2];
  std::memcpy(halves, from, sizeof halves);
  return ((halves[0] | halves[1]) & 0x8080808080808080u) == 0;
}

bool Continues(uint8_t byte) { return (byte & 0xC0) == 0x80; }

uint32_t Bits(uint8_t byte, int at) { return static_cast<uint32_t>(byte & 0x3F) << at; }

char16_t* Put(uint32_t code_point, char16_t* out) {
  if (code_point < 0x10000) {
    *out++ = static_cast<char16_t>(code_point);
  } else {
    *out++ = static_cast<char16_t>(0xD7C0 + (code_point >> 10));
    *out++ = static_cast<char16_t>(0xDC00 | (code_point & 0x3FF));
  }
  return out;
}

// The three readers take the character at `from`, of which `from + N` is no more than the end.
// 0: it is ill-formed. No reader accepts 0, so it is free to say so.

uint32_t Two(const uint8_t* from) {
  if (from[0] < 0xC2 || !Continues(from[1])) return 0;
  return static_cast<uint32_t>(from[0] & 0x1F) << 6 | Bits(from[1], 0);
}

uint32_t Three(const uint8_t* from) {
  if (!Continues(from[1]) || !Continues(from[2])) return 0;
  const uint32_t code_point =
      static_cast<uint32_t>(from[0] & 0x0F) << 12 | Bits(from[1], 6) | Bits(from[2], 0);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  return code_point < 0x800 || surrogate ? 0 : code_point;
}

uint32_t Four(const uint8_t* from) {
  if (from[0] > 0xF4 || !Continues(from[1]) || !Continues(from[2]) || !Continues(from[3])) return 0;
  const uint32_t code_point = static_cast<uint32_t>(from[0] & 0x07) << 18 | Bits(from[1], 12) |
                              Bits(from[2], 6) | Bits(from[3], 0);
  return code_point < 0x10000 || code_point > 0x10FFFF ? 0 : code_point;
}

// Decodes up to the first byte that does not begin a whole, well-formed character; returns it.
const uint8_t* DecodeWhole(const uint8_t* from, const uint8_t* end, char16_t** to) {
  char16_t* out = *to;
  for (;;) {
    while (end - from >= static_cast<ptrdiff_t>(kBlock) && IsAsciiBlock(from)) {
      for (size_t i = 0; i < kBlock; i++) out[i] = from[i];
      from += kBlock;
      out += kBlock;
    }
    while (from < end && *from < 0x80) *out++ = *from++;
    const uint8_t* const before = from;
    // Runs, because text stays in one script for a while and the branches are then foreseen.
    while (end - from >= 2 && *from >= 0x80 && *from < 0xE0) {
      const uint32_t code_point = Two(from);
      if (code_point == 0) break;
      *out++ = static_cast<char16_t>(code_point);
      from += 2;
    }
    while (end - from >= 3 && (*from & 0xF0) == 0xE0) {
      const uint32_t code_point = Three(from);
      if (code_point == 0) break;
      *out++ = static_cast<char16_t>(code_point);
      from += 3;
    }
    while (end - from >= 4 && *from >= 0xF0) {
      const uint32_t code_point = Four(from);
      if (code_point == 0) break;
      out = Put(code_point, out);
      from += 4;
    }
    if (from == before) break;
  }
  *to = out;
  return from;
}

}  // namespace

size_t AsciiLength(const char* data, size_t size) {
  const auto* from = reinterpret_cast<const uint8_t*>(data);
  size_t length = 0;
  while (size - length >= kBlock && IsAsciiBlock(from + length)) length += kBlock;
  while (length < size && from[length] < 0x80) length++;
  return length;
}

size_t Utf8Decoder::Decode(const char* data, size_t size, char16_t* out) {
  const auto* from = reinterpret_cast<const uint8_t*>(data);
  const uint8_t* const end = from + size;
  char16_t* to = out;
  while (from < end) {
    if (missing_ == 0) from = DecodeWhole(from, end, &to);
    if (from < end && Step(*from, &to)) from++;
  }
  return static_cast<size_t>(to - out);
}

// Takes one byte; false when it has only ended an ill-formed character and is to come again.
bool Utf8Decoder::Step(uint8_t byte, char16_t** out) {
  if (missing_ == 0) {
    Begin(byte, out);
    return true;
  }
  if (byte < lowest_ || byte > highest_) {
    *(*out)++ = kReplacement;
    *this = {};
    return false;
  }
  lowest_ = 0x80;
  highest_ = 0xBF;
  code_point_ = code_point_ << 6 | (byte & 0x3F);
  if (--missing_ == 0) {
    *out = Put(code_point_, *out);
    *this = {};
  } else {
    part_.bytes[part_.size++] = static_cast<char>(byte);
  }
  return true;
}

void Utf8Decoder::Begin(uint8_t lead, char16_t** out) {
  if (lead < 0x80) {
    *(*out)++ = lead;
    return;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    missing_ = 1;
    code_point_ = lead & 0x1F;
  } else if ((lead & 0xF0) == 0xE0) {
    missing_ = 2;
    code_point_ = lead & 0x0F;
    if (lead == 0xE0) lowest_ = 0xA0;   // less would be too long a form
    if (lead == 0xED) highest_ = 0x9F;  // more would be a surrogate
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    missing_ = 3;
    code_point_ = lead & 0x07;
    if (lead == 0xF0) lowest_ = 0x90;
    if (lead == 0xF4) highest_ = 0x8F;  // more would be above U+10FFFF
  } else {
    *(*out)++ = kReplacement;
    return;
  }
  part_.bytes[part_.size++] = static_cast<char>(lead);
}

}  // namespace flatpty
