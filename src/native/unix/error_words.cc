#include "core/error_words.h"

#include <new>
#include <system_error>

#include "unix/limits.h"

namespace flatpty {

std::string ErrorWords(int error) { return std::generic_category().message(error); }

SysError OutOfMemory() {
  try {
    return SysError(ENOMEM, "malloc", {}, LimitBehind(ENOMEM));
  } catch (const std::bad_alloc&) {
    return SysError(ENOMEM, "malloc");
  }
}

}  // namespace flatpty
