#include "unix/environ_copy.h"

#include <cstring>

namespace flatpty {

bool EnvironCopy::PointersAreTheSame(char* const* now) const {
  if (!taken_ || now == nullptr) return false;
  for (char* const pointer : pointers_) {
    if (*now++ != pointer) return false;
  }
  return *now == nullptr;
}

bool EnvironCopy::TextsAreTheSame() const {
  const char* copy = texts_.data();
  const char* const end = copy + texts_.size();
  for (const char* text : pointers_) {
    if (copy == end || std::strcmp(text, copy) != 0) return false;
    copy += std::strlen(copy) + 1;
  }
  return copy == end;
}

unsigned EnvironCopy::Version() {
  if (Changed()) version_++;
  return version_;
}

bool EnvironCopy::Changed() {
  if (ReplacedValuesAreFreed()) return true;
  char** const now = Environ();
  if (!PointersAreTheSame(now)) {
    taken_ = false;
    texts_.clear();
    pointers_.clear();
    for (char* const* entry = now; entry != nullptr && *entry != nullptr; entry++) {
      pointers_.push_back(*entry);
    }
    taken_ = true;
    return true;
  }
  if (TextsAreTheSame()) return false;
  texts_.clear();
  for (const char* text : pointers_) texts_.append(text, std::strlen(text) + 1);
  return true;
}

}  // namespace flatpty
