// The reactor's eyes on Linux: epoll, with pidfds for children.
#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "core/sys_error.h"
#include "unix/fd_poller.h"
#include "unix/limits.h"
#include "unix/open_pty.h"
#include "unix/unique_fd.h"

namespace flatpty {

namespace {

// Linux 5.3, the same number on every architecture; older headers do not have the name.
constexpr long kPidfdOpen = 434;
constexpr Token kWakeToken = ~Token{0};
constexpr size_t kMaxEvents = 64;

// EPOLLHUP cannot be masked: with level triggering it would fire without end on a hung-up fd
// that is not to be read now. Edge triggering reports it once.
uint32_t EpollEvents(Interest interest) {
  uint32_t events = interest.write ? uint32_t{EPOLLOUT} : 0;
  if (interest.read != ReadInterest::kNone) events |= EPOLLIN;
  if (interest.read != ReadInterest::kLevel) events |= EPOLLET;
  return events;
}

class PidfdWatch : public ChildWatch {
 public:
  PidfdWatch(int epoll, UniqueFd pidfd) : epoll_(epoll), pidfd_(std::move(pidfd)) {}
  // Taken out before the close: epoll keeps reporting a closed descriptor while a forked copy of
  // it lives in some other process (epoll(7), Q6).
  ~PidfdWatch() override { ::epoll_ctl(epoll_, EPOLL_CTL_DEL, pidfd_.get(), nullptr); }

 private:
  int epoll_;  // the poller's, which lives as long as the process
  UniqueFd pidfd_;
};

class EpollPoller : public FdPoller {
 public:
  // Above stdio: what a host prints to a stdout that it has closed must not reach these.
  EpollPoller() {
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll.valid()) ThrowLimit("epoll_create1");
    epoll_ = RaiseAboveStdio(std::move(epoll));
    UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake.valid()) ThrowLimit("eventfd");
    wake_ = RaiseAboveStdio(std::move(wake));
    if (!Control(EPOLL_CTL_ADD, wake_.get(), EPOLLIN, kWakeToken)) ThrowErrno("epoll_ctl");
  }

  void Watch(int fd, Token token) override {
    if (!Control(EPOLL_CTL_ADD, fd, EpollEvents({}), token)) ThrowErrno("epoll_ctl");
  }

  void SetInterest(int fd, Token token, Interest interest) override {
    if (Control(EPOLL_CTL_MOD, fd, EpollEvents(interest), token)) return;
    // A terminal without events would never be read again: try the longer way.
    Unwatch(fd);
    Control(EPOLL_CTL_ADD, fd, EpollEvents(interest), token);
  }

  bool WatchOnce(int fd, Token token) override {
    constexpr uint32_t kOnce = uint32_t{EPOLLIN} | EPOLLONESHOT;
    return Control(EPOLL_CTL_MOD, fd, kOnce, token) || Control(EPOLL_CTL_ADD, fd, kOnce, token);
  }

  void Unwatch(int fd) override { ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr); }

  std::unique_ptr<ChildWatch> WatchChild(pid_t pid, Token token) override {
    UniqueFd pidfd(static_cast<int>(::syscall(kPidfdOpen, pid, 0)));
    if (!pidfd.valid()) return nullptr;
    if (pidfd.get() < 3) pidfd.reset(::fcntl(pidfd.get(), F_DUPFD_CLOEXEC, 3));
    if (!pidfd.valid()) return nullptr;
    if (!Control(EPOLL_CTL_ADD, pidfd.get(), EPOLLIN, token)) return nullptr;
    return std::make_unique<PidfdWatch>(epoll_.get(), std::move(pidfd));
  }

  const char* ChildWatchName() override {
    const UniqueFd self(static_cast<int>(::syscall(kPidfdOpen, ::getpid(), 0)));
    return self.valid() ? "pidfd" : "timer";
  }

  size_t Wait(Ready* events, size_t capacity, int timeout_ms) override {
    epoll_event happened[kMaxEvents];
    const int most = static_cast<int>(std::min(capacity, kMaxEvents));
    const int count = ::epoll_wait(epoll_.get(), happened, most, timeout_ms);
    size_t used = 0;
    for (int i = 0; i < count; i++) {
      const epoll_event& event = happened[i];
      if (event.data.u64 == kWakeToken) {
        uint64_t ignored;
        while (::read(wake_.get(), &ignored, sizeof ignored) < 0 && errno == EINTR) {
        }
        continue;
      }
      events[used++] =
          Ready{event.data.u64, (event.events & ~EPOLLOUT) != 0, (event.events & EPOLLOUT) != 0};
    }
    return used;
  }

  void Wake() override {
    const uint64_t one = 1;
    while (::write(wake_.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
  }

 private:
  bool Control(int operation, int fd, uint32_t events, Token token) {
    epoll_event event = {};
    event.events = events;
    event.data.u64 = token;
    return ::epoll_ctl(epoll_.get(), operation, fd, &event) == 0;
  }

  UniqueFd epoll_;
  UniqueFd wake_;
};

}  // namespace

std::unique_ptr<Poller> MakePoller() { return std::make_unique<EpollPoller>(); }

void NameThisThread(const char* name) { ::pthread_setname_np(::pthread_self(), name); }

}  // namespace flatpty
