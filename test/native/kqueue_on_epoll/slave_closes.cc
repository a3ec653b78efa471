#include "slave_closes.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "../../macos/darwin/pin.h"
#include "script.h"

namespace kqueue_on_epoll {

namespace {

constexpr int kAtOnce = 64;
constexpr Ms kPtscloseTimeout{600};

bool IsHungUp(int master) {
  pollfd state = {master, POLLIN, 0};
  return ::poll(&state, 1, 0) == 1 && (state.revents & POLLHUP) != 0;
}

int Unread(int master) {
  int bytes = 0;
  return ::ioctl(master, FIONREAD, &bytes) == 0 ? bytes : -1;
}

// All of it at once, as ttyflush does.
size_t Drop(int master) {
  char scratch[4096];
  size_t dropped = 0;
  ssize_t got;
  while ((got = ::read(master, scratch, sizeof scratch)) > 0) dropped += static_cast<size_t>(got);
  return dropped;
}

}  // namespace

SlaveCloses::SlaveCloses() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.valid()) std::abort();
}

void SlaveCloses::Watch(int master) {
  epoll_event event = {};
  event.events = EPOLLET;  // a hang-up is always told
  event.data.fd = master;
  const bool is_new = ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, master, &event) == 0;
  if (is_new) due_.erase(master);  // the number was another's
}

void SlaveCloses::Look() {
  epoll_event ready[kAtOnce];
  const int count = ::epoll_wait(epoll_.get(), ready, kAtOnce, 0);
  for (int i = 0; i < count; i++) {
    const int master = ready[i].data.fd;
    if ((ready[i].events & EPOLLHUP) == 0) continue;
    if (IsPinned(master)) {
      Trace("slave of %d closed, pinned with %d bytes unread", master, Unread(master));
    } else {
      due_[master] = Clock::now() + kPtscloseTimeout;
    }
  }
  for (auto next = due_.begin(); next != due_.end();) {
    const auto due = next++;
    if (Clock::now() < due->second) continue;
    if (IsHungUp(due->first)) {
      Trace("slave of %d closed, %zu bytes dropped", due->first, Drop(due->first));
    }
    due_.erase(due);
  }
}

}  // namespace kqueue_on_epoll
