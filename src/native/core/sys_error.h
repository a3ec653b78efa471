// A failed system call as data: which call, which errno, on what.
#ifndef FLATPTY_SYS_ERROR_H_
#define FLATPTY_SYS_ERROR_H_

#include <cerrno>
#include <exception>
#include <string>
#include <utility>

namespace flatpty {

// Thrown by everything that opens or launches; the addon turns it into an ErrnoException.
class SysError : public std::exception {
 public:
  SysError(int error, const char* syscall, std::string path = {}, std::string hint = {})
      : error_(error), syscall_(syscall), path_(std::move(path)), hint_(std::move(hint)) {}

  int error() const { return error_; }
  const char* syscall() const { return syscall_; }
  const std::string& path() const { return path_; }
  // The limit behind the error and how much of it is in use; empty when there is nothing to say.
  const std::string& hint() const { return hint_; }
  const char* what() const noexcept override { return syscall_; }

 private:
  int error_;
  const char* syscall_;
  std::string path_;
  std::string hint_;
};

[[noreturn]] inline void ThrowErrno(const char* syscall, std::string path = {}) {
  throw SysError(errno, syscall, std::move(path));
}

}  // namespace flatpty

#endif  // FLATPTY_SYS_ERROR_H_
