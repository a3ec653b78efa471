// EVFILT_READ and EVFILT_WRITE, each over an epoll of its own, because one epoll holds only one
// registration of a descriptor. Not thread-safe: kqueue.cc holds its lock around every call.
#ifndef FLATPTY_TEST_FD_FILTER_H_
#define FLATPTY_TEST_FD_FILTER_H_

#include <sys/event.h>

#include <map>
#include <set>

#include "children.h"
#include "unix/unique_fd.h"

namespace kqueue_on_epoll {

struct Knote {
  uint16_t flags = 0;
  void* udata = nullptr;
  bool enabled = true;
  bool triggered = false;  // EVFILT_USER
  bool eof = false;        // EVFILT_READ, EVFILT_WRITE
};
using Knotes = std::map<uintptr_t, Knote>;

// Where a call of kevent puts its events.
struct Room {
  struct kevent* next;
  int left;

  void Put(uintptr_t ident, int filter, const Knote& knote);
};

class FdFilter {
 public:
  FdFilter(int filter, uint32_t interest);

  int epoll() const { return epoll_.get(); }

  // 0 or an errno.
  int Change(const struct kevent& change);

  // The descriptor whose knote has this udata, or -1.
  int Find(uintptr_t udata) const;

  // Whether this knote is to be told although its descriptor has nothing new.
  bool HasOldEof(uintptr_t ident) const;

  // Appends what is ready. True: some of it is withheld.
  bool Collect(Room* room, Children* children, FdFilter* other);

 private:
  int Arm(int fd, const Knote& knote);
  void Disarm(int fd, const Knote& knote);
  void Rearm(uintptr_t ident);
  void Tell(uintptr_t ident, Room* room);

  const int filter_;
  const uint32_t interest_;
  flatpty::UniqueFd epoll_;
  Knotes knotes_;
};

}  // namespace kqueue_on_epoll

#endif  // FLATPTY_TEST_FD_FILTER_H_
