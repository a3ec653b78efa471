// Near terminals on Linux: an epoll, which an event loop and the reactor's epoll watch.
#include <sys/epoll.h>

#include <algorithm>

#include "unix/fd_near_poller.h"
#include "unix/limits.h"
#include "unix/open_pty.h"

namespace flatpty {

namespace {

constexpr size_t kMaxEvents = 64;

class EpollNear : public FdNearPoller {
 public:
  explicit EpollNear(UniqueFd epoll) : FdNearPoller(std::move(epoll)) {}

  bool Watch(int fd, Token token) override {
    epoll_event event = {};
    event.events = EPOLLIN;
    event.data.u64 = token;
    return ::epoll_ctl(Descriptor(), EPOLL_CTL_ADD, fd, &event) == 0;
  }

  void Unwatch(int fd) override { ::epoll_ctl(Descriptor(), EPOLL_CTL_DEL, fd, nullptr); }

  size_t Look(NearReady* ready, size_t capacity) override {
    epoll_event happened[kMaxEvents];
    const int most = static_cast<int>(std::min(capacity, kMaxEvents));
    const int count = ::epoll_wait(Descriptor(), happened, most, 0);
    for (int i = 0; i < count; i++) {
      ready[i] = {happened[i].data.u64, (happened[i].events & ~EPOLLIN) != 0};
    }
    return static_cast<size_t>(std::max(count, 0));
  }
};

}  // namespace

// Above stdio: what a host prints to a stdout that it has closed must not reach it.
std::unique_ptr<NearPoller> MakeNearPoller() {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll.valid()) ThrowLimit("epoll_create1");
  return std::make_unique<EpollNear>(RaiseAboveStdio(std::move(epoll)));
}

}  // namespace flatpty
