// Near terminals on macOS: a kqueue, which an event loop and the reactor's kqueue watch.
#include <fcntl.h>
#include <sys/event.h>
#include <sys/time.h>
#include <sys/types.h>

#include <algorithm>
#include <cerrno>

#include "core/sys_error.h"
#include "unix/fd_near_poller.h"
#include "unix/limits.h"

namespace flatpty {

namespace {

constexpr size_t kMaxEvents = 64;

class KqueueNear : public FdNearPoller {
 public:
  explicit KqueueNear(UniqueFd queue) : FdNearPoller(std::move(queue)) {}

  bool Watch(int fd, Token token) override { return Apply(fd, EV_ADD, token); }
  void Unwatch(int fd) override { Apply(fd, EV_DELETE, 0); }

  size_t Look(NearReady* ready, size_t capacity) override {
    struct kevent happened[kMaxEvents];
    const timespec at_once = {0, 0};
    const int count = ::kevent(Descriptor(), nullptr, 0, happened,
                               static_cast<int>(std::min(capacity, kMaxEvents)), &at_once);
    for (int i = 0; i < count; i++) {
      ready[i] = {static_cast<Token>(reinterpret_cast<uintptr_t>(happened[i].udata)),
                  (happened[i].flags & EV_EOF) != 0};
    }
    return static_cast<size_t>(std::max(count, 0));
  }

 private:
  bool Apply(int fd, uint16_t flags, Token token) {
    struct kevent change;
    EV_SET(&change, static_cast<uintptr_t>(fd), EVFILT_READ, flags, 0, 0,
           reinterpret_cast<void*>(static_cast<uintptr_t>(token)));
    int result;
    do {
      result = ::kevent(Descriptor(), &change, 1, nullptr, 0, nullptr);
    } while (result < 0 && errno == EINTR);
    return result == 0;
  }
};

}  // namespace

std::unique_ptr<NearPoller> MakeNearPoller() {
  UniqueFd queue(::kqueue());
  if (!queue.valid()) ThrowLimit("kqueue");
  // kqueue descriptors are not inherited over fork; close-on-exec is for posix_spawn.
  if (::fcntl(queue.get(), F_SETFD, FD_CLOEXEC) < 0) ThrowErrno("fcntl");
  return std::make_unique<KqueueNear>(std::move(queue));
}

}  // namespace flatpty
