// The reactor's eyes on macOS and the BSDs: kqueue.
#include <fcntl.h>
#include <pthread.h>
#include <sys/event.h>
#include <sys/time.h>
#include <sys/types.h>

#include <algorithm>

#include "core/sys_error.h"
#include "unix/fd_poller.h"
#include "unix/limits.h"
#include "unix/unique_fd.h"

namespace flatpty {

namespace {

constexpr uintptr_t kWakeIdent = 0;
constexpr size_t kMaxEvents = 64;

void* ToUdata(Token token) { return reinterpret_cast<void*>(static_cast<uintptr_t>(token)); }
Token FromUdata(const void* udata) { return reinterpret_cast<uintptr_t>(udata); }

struct kevent Change(uintptr_t ident, int filter, int flags, unsigned fflags, Token token) {
  struct kevent change;
  EV_SET(&change, ident, static_cast<int16_t>(filter), static_cast<uint16_t>(flags), fflags, 0,
         ToUdata(token));
  return change;
}

class ExitWatch : public ChildWatch {
 public:
  ExitWatch(int queue, pid_t pid, Token token) : queue_(queue), pid_(pid), token_(token) {}
  // NOTE_EXIT is one-shot, so usually there is nothing left to delete: ENOENT.
  ~ExitWatch() override {
    const struct kevent changes[] = {
        Change(static_cast<uintptr_t>(pid_), EVFILT_PROC, EV_DELETE, 0, token_),
        Change(static_cast<uintptr_t>(token_), EVFILT_USER, EV_DELETE, 0, token_),
    };
    for (const struct kevent& change : changes) ::kevent(queue_, &change, 1, nullptr, 0, nullptr);
  }

 private:
  int queue_;  // the poller's, which lives as long as the process
  pid_t pid_;
  Token token_;
};

class KqueuePoller : public FdPoller {
 public:
  KqueuePoller() : queue_(::kqueue()) {
    if (!queue_.valid()) ThrowLimit("kqueue");
    // kqueue descriptors are not inherited over fork; close-on-exec is for posix_spawn.
    if (::fcntl(queue_.get(), F_SETFD, FD_CLOEXEC) < 0) ThrowErrno("fcntl");
    if (!Apply(Change(kWakeIdent, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0))) ThrowErrno("kevent");
  }

  // Registered disabled, so that a descriptor that cannot be watched is refused here.
  void Watch(int fd, Token token) override {
    const auto ident = static_cast<uintptr_t>(fd);
    if (!Apply(Change(ident, EVFILT_READ, EV_ADD | EV_DISABLE, 0, token)) ||
        !Apply(Change(ident, EVFILT_WRITE, EV_ADD | EV_DISABLE, 0, token))) {
      const int error = errno;
      Unwatch(fd);
      throw SysError(error, "kevent");
    }
  }

  void SetInterest(int fd, Token token, Interest interest) override {
    const auto ident = static_cast<uintptr_t>(fd);
    // Knotes are made anew: whether one is edge triggered (EV_CLEAR) is settled when it is added,
    // and EV_EOF never leaves one (ptmx_kqops_common), which would then go on firing for a terminal
    // that is in use again.
    Apply(Change(ident, EVFILT_READ, EV_DELETE, 0, token));
    const int clear = interest.read == ReadInterest::kEdge ? EV_CLEAR : 0;
    const int disable = interest.read == ReadInterest::kNone ? EV_DISABLE : 0;
    Apply(Change(ident, EVFILT_READ, EV_ADD | clear | disable, 0, token));
    Apply(Change(ident, EVFILT_WRITE, EV_DELETE, 0, token));
    Apply(Change(ident, EVFILT_WRITE, EV_ADD | (interest.write ? 0 : EV_DISABLE), 0, token));
  }

  bool WatchOnce(int fd, Token token) override {
    return Apply(Change(static_cast<uintptr_t>(fd), EVFILT_READ, EV_ADD | EV_ONESHOT, 0, token));
  }

  void Unwatch(int fd) override {
    Apply(Change(static_cast<uintptr_t>(fd), EVFILT_READ, EV_DELETE, 0, 0));
    Apply(Change(static_cast<uintptr_t>(fd), EVFILT_WRITE, EV_DELETE, 0, 0));
  }

  std::unique_ptr<ChildWatch> WatchChild(pid_t pid, Token token) override {
    auto watch = std::make_unique<ExitWatch>(queue_.get(), pid, token);
    // ESRCH: the child has begun to die (filt_procattach). It may stay so until its output is
    // read, so neither waiting nor killing would be right; the reactor asks by timer.
    if (!Apply(Change(static_cast<uintptr_t>(pid), EVFILT_PROC, EV_ADD | EV_ONESHOT, NOTE_EXIT,
                      token))) {
      return nullptr;
    }
    // One look at the child after the registration, for an exit that came in between.
    const auto ident = static_cast<uintptr_t>(token);
    Apply(Change(ident, EVFILT_USER, EV_ADD | EV_ONESHOT, 0, token));
    Apply(Change(ident, EVFILT_USER, 0, NOTE_TRIGGER, token));
    return watch;
  }

  const char* ChildWatchName() override { return "EVFILT_PROC"; }

  size_t Wait(Ready* events, size_t capacity, int timeout_ms) override {
    struct kevent happened[kMaxEvents];
    timespec timeout = {timeout_ms / 1000, (timeout_ms % 1000) * 1'000'000L};
    const int count = ::kevent(queue_.get(), nullptr, 0, happened,
                               static_cast<int>(std::min(capacity, kMaxEvents)),
                               timeout_ms < 0 ? nullptr : &timeout);
    size_t used = 0;
    for (int i = 0; i < count; i++) {
      const struct kevent& event = happened[i];
      const bool is_user = event.filter == EVFILT_USER;
      if (is_user && event.ident == kWakeIdent) continue;
      const bool is_write = event.filter == EVFILT_WRITE;
      events[used++] = Ready{FromUdata(event.udata), !is_write && !is_user, is_write};
    }
    return used;
  }

  void Wake() override { Apply(Change(kWakeIdent, EVFILT_USER, 0, NOTE_TRIGGER, 0)); }

 private:
  bool Apply(const struct kevent& change) {
    int result;
    do {
      result = ::kevent(queue_.get(), &change, 1, nullptr, 0, nullptr);
    } while (result < 0 && errno == EINTR);
    return result == 0;
  }

  UniqueFd queue_;
};

}  // namespace

std::unique_ptr<Poller> MakePoller() { return std::make_unique<KqueuePoller>(); }

void NameThisThread(const char* name) { ::pthread_setname_np(name); }

}  // namespace flatpty
