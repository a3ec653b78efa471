// /dev as macOS's devfs shows it; see include/dirent.h.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <vector>

#include "masters.h"
#include "unix/unique_fd.h"

extern "C" int __real_open(const char* path, int flags, ...);

struct DarwinDir {
  flatpty::UniqueFd fd;  // one that is not closed is missing, as it would be there
  std::vector<int> ptys;
  size_t next = 0;
  dirent entry = {};
};

namespace {

// Of names that are no pty's but look like it.
constexpr const char* kOthers[] = {"ttys0", "ttys00a", "ttyp1", "tty", "ptmx", "null"};

}  // namespace

extern "C" {

DIR* opendir(const char* path) {
  if (strcmp(path, "/dev") != 0) {
    errno = ENOTSUP;
    return nullptr;
  }
  const auto numbers = darwin::PtysInUse();
  return new DarwinDir{flatpty::UniqueFd(__real_open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
                       {numbers.begin(), numbers.end()}};
}

dirent* readdir(DIR* dir) {
  constexpr size_t kOtherCount = sizeof kOthers / sizeof *kOthers;
  const size_t at = dir->next++;
  if (at < kOtherCount) {
    strcpy(dir->entry.d_name, kOthers[at]);
  } else if (at - kOtherCount < dir->ptys.size()) {
    snprintf(dir->entry.d_name, sizeof dir->entry.d_name, "ttys%03d", dir->ptys[at - kOtherCount] % 1000);
  } else {
    return nullptr;
  }
  return &dir->entry;
}

int closedir(DIR* dir) {
  delete dir;
  return 0;
}

}  // extern "C"
