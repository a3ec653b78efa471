#include "win/host_questions.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace flatpty {

namespace {

constexpr std::string_view kAskAttributes = "\x1b[c";
constexpr std::string_view kAskPosition = "\x1b[6n";
// A VT100 family terminal with colour: as little as can be said, so nothing is promised that the
// terminal emulator behind the pipe might lack.
constexpr std::string_view kAttributes = "\x1b[?61;22c";
constexpr std::string_view kPosition = "\x1b[1;1R";

// The length of the control sequence (ECMA-48, 5.4) that `text` begins with; 0 when it begins with
// something else, or the sequence is cut off.
size_t SequenceLength(std::string_view text) {
  if (text.size() < 3 || text[0] != '\x1b' || text[1] != '[') return 0;
  for (size_t i = 2; i < text.size(); i++) {
    if (text[i] >= 0x40 && text[i] <= 0x7e) return i + 1;
    if (text[i] < 0x20 || text[i] > 0x3f) return 0;
  }
  return 0;
}

}  // namespace

size_t HostQuestions::Filter(char* data, size_t size, std::string* answers) {
  size_t at = 0;
  while (asks_attributes_ || asks_position_) {
    const std::string_view rest(data + at, size - at);
    const size_t length = SequenceLength(rest);
    // The first thing that is no control sequence ends the host's preamble.
    if (length == 0) {
      asks_attributes_ = asks_position_ = false;
      break;
    }
    const std::string_view sequence = rest.substr(0, length);
    if (asks_attributes_ && sequence == kAskAttributes) {
      asks_attributes_ = false;
      answers->append(kAttributes);
    } else if (asks_position_ && sequence == kAskPosition) {
      asks_position_ = false;
      answers->append(kPosition);
    } else {
      at += length;
      continue;
    }
    std::memmove(data + at, data + at + length, size - at - length);
    size -= length;
  }
  return size;
}

}  // namespace flatpty
