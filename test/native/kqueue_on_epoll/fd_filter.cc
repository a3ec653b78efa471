#include "fd_filter.h"

#include <fcntl.h>
#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "script.h"

namespace kqueue_on_epoll {

namespace {

constexpr int kAtOnce = 64;

uintptr_t Number(const void* udata) { return reinterpret_cast<uintptr_t>(udata); }

}  // namespace

void Room::Put(uintptr_t ident, int filter, const Knote& knote) {
  const int eof = knote.eof ? EV_EOF : 0;
  EV_SET(next, ident, static_cast<int16_t>(filter), static_cast<uint16_t>(knote.flags | eof), 0, 0,
         knote.udata);
  next++;
  left--;
}

FdFilter::FdFilter(int filter, uint32_t interest)
    : filter_(filter), interest_(interest), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.valid()) std::abort();
}

int FdFilter::Change(const struct kevent& change) {
  const auto fd = static_cast<int>(change.ident);
  if (::fcntl(fd, F_GETFD) < 0) {
    Trace("fd %d changed after its close", fd);
    return EBADF;
  }
  auto found = knotes_.find(change.ident);
  const bool is_new = found == knotes_.end();
  if (is_new && (change.flags & EV_ADD) == 0) return ENOENT;
  if (is_new) {
    found = knotes_.emplace(change.ident, Knote()).first;
    found->second.flags = change.flags;
  } else {
    Disarm(fd, found->second);
  }
  if ((change.flags & EV_DELETE) != 0) {
    knotes_.erase(found);
    return 0;
  }
  Knote& knote = found->second;
  knote.udata = change.udata;
  if ((change.flags & EV_DISABLE) != 0) {
    knote.enabled = false;
  } else if ((change.flags & (EV_ADD | EV_ENABLE)) != 0) {
    knote.enabled = true;
  }
  const int error = Arm(fd, knote);
  if (error != 0) knotes_.erase(found);
  return error;
}

int FdFilter::Find(uintptr_t udata) const {
  for (const auto& [ident, knote] : knotes_) {
    if (Number(knote.udata) == udata) return static_cast<int>(ident);
  }
  return -1;
}

bool FdFilter::HasOldEof(uintptr_t ident) const {
  const auto found = knotes_.find(ident);
  return found != knotes_.end() && found->second.eof && found->second.enabled &&
         (found->second.flags & EV_CLEAR) == 0;
}

bool FdFilter::Collect(Room* room, Children* children, FdFilter* other) {
  bool withheld = false;
  std::set<uintptr_t> told;
  epoll_event ready[kAtOnce];
  const int most = std::min(room->left, kAtOnce);
  const int count = most > 0 ? ::epoll_wait(epoll_.get(), ready, most, 0) : 0;
  for (int i = 0; i < count; i++) {
    const auto found = knotes_.find(ready[i].data.u64);
    if (found == knotes_.end()) continue;  // closed while watched
    const uintptr_t udata = Number(found->second.udata);
    if (children->Withholds(udata)) {
      withheld = true;
      if ((found->second.flags & EV_CLEAR) != 0) Rearm(found->first);
      continue;
    }
    if ((ready[i].events & (EPOLLHUP | EPOLLERR)) != 0) {
      if (!found->second.eof) Trace("eof of %d", static_cast<int>(found->first));
      // Wakes the knotes of both filters (ptsclose, ptsstop, ptcwakeup), enabled or not.
      found->second.eof = true;
      const auto sibling = other->knotes_.find(found->first);
      if (sibling != other->knotes_.end()) sibling->second.eof = true;
      if (filter_ == EVFILT_READ) children->EofTold(udata);
    }
    told.insert(found->first);
    Tell(found->first, room);
  }
  for (auto next = knotes_.begin(); next != knotes_.end() && room->left > 0;) {
    const uintptr_t ident = (next++)->first;
    if (!HasOldEof(ident) || told.count(ident) != 0) continue;
    Trace("old eof of %d", static_cast<int>(ident));
    Tell(ident, room);
  }
  return withheld;
}

int FdFilter::Arm(int fd, const Knote& knote) {
  if (!knote.enabled) return 0;
  epoll_event event = {};
  event.events = interest_ | ((knote.flags & EV_CLEAR) != 0 ? uint32_t{EPOLLET} : 0);
  event.data.u64 = static_cast<uint64_t>(fd);
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) < 0 ? errno : 0;
}

// A hang-up cannot be masked in epoll, so a disabled knote is not in it.
void FdFilter::Disarm(int fd, const Knote& knote) {
  if (!knote.enabled) return;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr) < 0) {
    Trace("fd %d closed while watched", fd);
  }
}

// An edge that could not be told is not spent.
void FdFilter::Rearm(uintptr_t ident) {
  Disarm(static_cast<int>(ident), knotes_[ident]);
  if (Arm(static_cast<int>(ident), knotes_[ident]) != 0) std::abort();
}

void FdFilter::Tell(uintptr_t ident, Room* room) {
  const auto found = knotes_.find(ident);
  room->Put(ident, filter_, found->second);
  if ((found->second.flags & EV_ONESHOT) == 0) return;
  Disarm(static_cast<int>(ident), found->second);
  knotes_.erase(found);
}

}  // namespace kqueue_on_epoll
