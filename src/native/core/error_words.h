// What an OS says about its errors.
#ifndef FLATPTY_ERROR_WORDS_H_
#define FLATPTY_ERROR_WORDS_H_

#include <string>

#include "core/sys_error.h"

namespace flatpty {

// Of SysError::error(). Throws std::bad_alloc.
std::string ErrorWords(int error);

// For a std::bad_alloc.
SysError OutOfMemory();

}  // namespace flatpty

#endif  // FLATPTY_ERROR_WORDS_H_
