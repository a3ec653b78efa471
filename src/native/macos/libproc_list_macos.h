// Lists of libproc's, read whole.
#ifndef FLATPTY_MACOS_LIBPROC_LIST_MACOS_H_
#define FLATPTY_MACOS_LIBPROC_LIST_MACOS_H_

#include <libproc.h>
#include <sys/proc_info.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/sys_error.h"

namespace flatpty {

// `ask` fills a buffer and returns bytes. XNU answers a question without a buffer with the room
// that is needed and some to spare, and copies no more than fits: an answer that fills its room may
// have been cut short. Throws SysError.
template <typename Item, typename Ask>
std::vector<Item> ReadLibprocList(const char* syscall, Ask ask) {
  constexpr size_t kSpare = 16;
  for (size_t room = 0;;) {
    const int expected = ask(nullptr, 0);
    room = std::max(room * 2, static_cast<size_t>(std::max(expected, 0)) / sizeof(Item) + kSpare);
    std::vector<Item> items(room);
    const int got = ask(items.data(), static_cast<int>(room * sizeof(Item)));
    if (got <= 0) ThrowErrno(syscall);
    const size_t count = static_cast<size_t>(got) / sizeof(Item);
    if (count == room) continue;
    items.resize(count);
    return items;
  }
}

// Empty when this user may not look into the process.
inline std::vector<proc_fdinfo> ReadFdList(pid_t pid) {
  try {
    return ReadLibprocList<proc_fdinfo>("proc_pidinfo", [pid](void* buffer, int size) {
      return ::proc_pidinfo(pid, PROC_PIDLISTFDS, 0, buffer, size);
    });
  } catch (const SysError&) {
    return {};
  }
}

// Empty when XNU has no path for it.
inline std::string VnodePath(pid_t pid, int fd) {
  vnode_fdinfowithpath info;
  const int size = ::proc_pidfdinfo(pid, fd, PROC_PIDFDVNODEPATHINFO, &info, sizeof info);
  return size == static_cast<int>(sizeof info) ? info.pvip.vip_path : std::string();
}

}  // namespace flatpty

#endif  // FLATPTY_MACOS_LIBPROC_LIST_MACOS_H_
