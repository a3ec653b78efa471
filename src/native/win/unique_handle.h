// The one owner of a HANDLE. A bare HANDLE outside a Win32 call is a bug.
#ifndef FLATPTY_WIN_UNIQUE_HANDLE_H_
#define FLATPTY_WIN_UNIQUE_HANDLE_H_

#include <windows.h>

#include <utility>

namespace flatpty {

// Empty is null: CreateFileW and CreateNamedPipeW say INVALID_HANDLE_VALUE, which the constructor
// turns into null.
class UniqueHandle {
 public:
  UniqueHandle() = default;
  explicit UniqueHandle(HANDLE handle)
      : handle_(handle == INVALID_HANDLE_VALUE ? nullptr : handle) {}
  UniqueHandle(UniqueHandle&& other) noexcept : handle_(other.release()) {}
  UniqueHandle& operator=(UniqueHandle&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  UniqueHandle(const UniqueHandle&) = delete;
  UniqueHandle& operator=(const UniqueHandle&) = delete;
  ~UniqueHandle() { reset(); }

  HANDLE get() const { return handle_; }
  bool valid() const { return handle_ != nullptr; }

  // Gives the handle up; the caller closes it.
  [[nodiscard]] HANDLE release() { return std::exchange(handle_, nullptr); }

  // Keeps the last error, which a caller may be about to report.
  void reset(HANDLE handle = nullptr) {
    const HANDLE old = std::exchange(handle_, handle);
    if (old == nullptr) return;
    const DWORD saved_error = ::GetLastError();
    ::CloseHandle(old);
    ::SetLastError(saved_error);
  }

 private:
  HANDLE handle_ = nullptr;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_UNIQUE_HANDLE_H_
