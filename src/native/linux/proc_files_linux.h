// Reading the kernel's small files and folders of numbers, proc(5).
#ifndef FLATPTY_UNIX_PROC_FILES_LINUX_H_
#define FLATPTY_UNIX_PROC_FILES_LINUX_H_

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "unix/unique_fd.h"

namespace flatpty {

// The first `most` bytes at least, if there are so many; empty when there is no such file, or it
// may not be read.
inline std::string ReadStart(const std::string& path, size_t most = 1) {
  char buffer[4096];
  std::string start;
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  ssize_t size = 1;
  while (file.valid() && size > 0 && start.size() < most) {
    size = ::read(file.get(), buffer, sizeof buffer);
    if (size > 0) start.append(buffer, static_cast<size_t>(size));
  }
  return start;
}

// Calls `visit` with each number that is the name of an entry of `folder`. False when the folder
// cannot be read.
template <typename Visit>
bool ForEachNumber(const char* folder, Visit visit) {
  struct CloseDir {
    void operator()(DIR* dir) const { ::closedir(dir); }
  };
  const std::unique_ptr<DIR, CloseDir> dir(::opendir(folder));
  if (!dir) return false;
  // readdir(3) is thread-safe on a DIR of one's own. NOLINTNEXTLINE(concurrency-mt-unsafe)
  while (const dirent* entry = ::readdir(dir.get())) {
    char* end;
    const long number = std::strtol(entry->d_name, &end, 10);
    if (end != entry->d_name && *end == '\0') visit(number);
  }
  return true;
}

}  // namespace flatpty

#endif  // FLATPTY_UNIX_PROC_FILES_LINUX_H_
