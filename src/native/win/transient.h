// Failures of ReadFile and WriteFile that say nothing of the pipe.
#ifndef FLATPTY_WIN_TRANSIENT_H_
#define FLATPTY_WIN_TRANSIENT_H_

#include <windows.h>

namespace flatpty {

// How long after such a failure the call is tried again, in ms.
constexpr int kTransientRetryMs = 20;

// The system has no memory for an overlapped call ("ReadFile function", Remarks).
inline bool IsTransient(DWORD error) {
  switch (error) {
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
    case ERROR_WORKING_SET_QUOTA:
    case ERROR_NOT_ENOUGH_QUOTA:
    case ERROR_INVALID_USER_BUFFER:
      return true;
    default:
      return false;
  }
}

}  // namespace flatpty

#endif  // FLATPTY_WIN_TRANSIENT_H_
