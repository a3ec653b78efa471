// A failed Win32 call becomes a SysError: its number is that of GetLastError or of the HRESULT.
#ifndef FLATPTY_WIN_LAST_ERROR_H_
#define FLATPTY_WIN_LAST_ERROR_H_

#include <windows.h>

#include <string>
#include <utility>

#include "core/sys_error.h"

namespace flatpty {

[[noreturn]] inline void ThrowLastError(const char* call, std::string path = {}) {
  throw SysError(static_cast<int>(::GetLastError()), call, std::move(path));
}

// HRESULT_FROM_WIN32 puts the Win32 number into the low half; other HRESULTs stay as they are, but
// for the one that Wine's console gives.
[[noreturn]] inline void ThrowResult(HRESULT result, const char* call, std::string path = {}) {
  if (result == E_NOTIMPL) throw SysError(ERROR_CALL_NOT_IMPLEMENTED, call, std::move(path));
  const bool is_win32 = HRESULT_FACILITY(result) == FACILITY_WIN32;
  const int number = is_win32 ? HRESULT_CODE(result) : static_cast<int>(result);
  throw SysError(number, call, std::move(path));
}

}  // namespace flatpty

#endif  // FLATPTY_WIN_LAST_ERROR_H_
