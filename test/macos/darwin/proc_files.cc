#include "proc_files.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include <algorithm>

#include "unix/unique_fd.h"

extern "C" int __real_open(const char* path, int flags, ...);
extern "C" ssize_t __real_read(int fd, void* buffer, size_t size);

namespace darwin {

using flatpty::UniqueFd;

std::string ReadText(const std::string& path) {
  const UniqueFd file(__real_open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  char buffer[4096];
  ssize_t got = 0;
  while (file.valid() && (got = __real_read(file.get(), buffer, sizeof buffer)) > 0) {
    text.append(buffer, static_cast<size_t>(got));
  }
  return text;
}

std::vector<int> NumbersIn(const std::string& folder) {
  const UniqueFd directory(__real_open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  std::vector<int> numbers;
  char buffer[8192];
  long size;
  while (directory.valid() &&
         (size = ::syscall(SYS_getdents64, directory.get(), buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < size;) {
      unsigned short length;
      memcpy(&length, buffer + at + 16, sizeof length);  // d_reclen, behind two 64-bit fields
      const char* const name = buffer + at + 19;         // d_name, behind d_type
      char* end;
      const long number = strtol(name, &end, 10);
      const bool is_itself = folder == "/proc/self/fd" && number == directory.get();
      if (*name != '.' && *end == '\0' && !is_itself) numbers.push_back(static_cast<int>(number));
      at += length;
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace darwin
