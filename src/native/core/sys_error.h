// A failed system call as data: which call, which errno, on what.
#ifndef FLATPTY_SYS_ERROR_H_
#define FLATPTY_SYS_ERROR_H_

#include <cerrno>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "core/limit.h"

namespace flatpty {

// Thrown by everything that opens or launches; the addon turns it into an ErrnoException.
class SysError : public std::exception {
 public:
  SysError(int error, const char* syscall, std::string path = {}, std::string hint = {})
      : error_(error), syscall_(syscall), path_(std::move(path)), hint_(std::move(hint)) {}
  SysError(int error, const char* syscall, std::string path, std::optional<Limit> limit)
      : error_(error), syscall_(syscall), path_(std::move(path)), limit_(std::move(limit)) {}

  int error() const { return error_; }
  const char* syscall() const { return syscall_; }
  const std::string& path() const { return path_; }
  // More about the reason; empty when there is nothing to say.
  const std::string& hint() const { return hint_; }
  // The limit that the call has met, if one is known.
  const std::optional<Limit>& limit() const { return limit_; }
  const char* what() const noexcept override { return syscall_; }

 private:
  int error_;
  const char* syscall_;
  std::string path_;
  std::string hint_;
  std::optional<Limit> limit_;
};

[[noreturn]] inline void ThrowErrno(const char* syscall, std::string path = {}) {
  throw SysError(errno, syscall, std::move(path));
}

}  // namespace flatpty

#endif  // FLATPTY_SYS_ERROR_H_
