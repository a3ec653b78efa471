#include "core/error_words.h"

#include <windows.h>

#include "win/wide.h"

namespace flatpty {

std::string ErrorWords(int error) {
  wchar_t words[512];
  const DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  DWORD length = ::FormatMessageW(flags, nullptr, static_cast<DWORD>(error), 0, words,
                                  sizeof words / sizeof *words, nullptr);
  while (length > 0 && (words[length - 1] <= L' ' || words[length - 1] == L'.')) length--;
  if (length == 0) return "error " + std::to_string(error);
  return ToUtf8(std::wstring(words, length));
}

SysError OutOfMemory() { return SysError(ERROR_NOT_ENOUGH_MEMORY, "malloc"); }

}  // namespace flatpty
