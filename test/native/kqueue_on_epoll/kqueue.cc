// kqueue(2) and kevent(2) over epoll, as far as flatpty's poller goes, with XNU's rules where it
// leans on them:
//  - a knote is level triggered unless it was added with EV_CLEAR; a later EV_ADD does not change
//    that (kevent_register: an existing knote is only touched);
//  - adding or enabling looks at the state at once (f_attach, f_touch);
//  - a change to a knote that is not there is ENOENT, to a descriptor that is closed EBADF;
//  - EV_EOF, once seen, stays with its knote: kn_flags of a pty's knote is only ever or-ed, so a
//    level-triggered one keeps firing although the slave has been opened again (ptmx_kqops_common);
//  - events without room for them stay for the next call; changes only (no room at all) return at
//    once, with the first error as the call's;
//  - a close takes the descriptor's knotes with it (here: leaves stale ones, which are traced).
// `data` is not filled in. Unlike XNU, an EV_CLEAR knote that is enabled again tells anew.
#include <sys/epoll.h>
#include <sys/event.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>

#include "children.h"
#include "fd_filter.h"
#include "script.h"
#include "slave_closes.h"
#include "unix/unique_fd.h"

namespace kqueue_on_epoll {

namespace {

using flatpty::UniqueFd;

constexpr uint64_t kNoPid = 0;
constexpr int kAtOnce = 64;
constexpr Ms kTick{1};

class Queue {
 public:
  explicit Queue(int fd) : fd_(fd) {
    for (const int fd : {readers_.epoll(), writers_.epoll(), closes_.epoll(), wake_.get()}) {
      epoll_event event = {};
      event.events = EPOLLIN;
      event.data.u64 = kNoPid;
      if (::epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) < 0) std::abort();
    }
  }

  Children& children() { return children_; }

  int Change(const struct kevent& change) {
    switch (change.filter) {
      case EVFILT_READ:
        return ChangeFd(&readers_, change);
      case EVFILT_WRITE:
        return ChangeFd(&writers_, change);
      case EVFILT_USER:
        return ChangeUser(change);
      case EVFILT_PROC:
        if ((change.flags & EV_DELETE) != 0)
          return children_.Delete(static_cast<pid_t>(change.ident));
        return (change.flags & EV_ADD) != 0 ? children_.Add(change) : ENOENT;
      default:
        return EINVAL;
    }
  }

  int Wait(struct kevent* events, int capacity, const timespec* timeout, std::mutex* mutex) {
    const auto deadline = Deadline(timeout);
    // First what is there already: XNU tells its active knotes in turn, so that one which is always
    // ready does not keep a death from being told.
    for (Ms left(0);;) {
      const int count = NoteDeaths(left, mutex);
      if (count < 0) return -1;
      bool withheld;
      {
        const std::lock_guard<std::mutex> lock(*mutex);
        closes_.Look();
        const int told = Collect(events, capacity, &withheld);
        if (told > 0 || Clock::now() >= deadline) return told;
        left = timeout == nullptr ? Ms(-1) : std::chrono::ceil<Ms>(deadline - Clock::now());
        if (withheld || children_.Restless() || closes_.Restless())
          left = left < Ms(0) ? kTick : std::min(left, kTick);
      }
      if (withheld) ::usleep(1000);  // what is withheld ends a wait at once
    }
  }

 private:
  static Clock::time_point Deadline(const timespec* timeout) {
    if (timeout == nullptr) return Clock::time_point::max();
    return Clock::now() + std::chrono::seconds(timeout->tv_sec) +
           std::chrono::nanoseconds(timeout->tv_nsec);
  }

  // Waits, and takes note of the children whose pidfds have become readable.
  int NoteDeaths(Ms timeout, std::mutex* mutex) {
    epoll_event ready[kAtOnce];
    const int count = ::epoll_wait(fd_, ready, kAtOnce, static_cast<int>(timeout.count()));
    const std::lock_guard<std::mutex> lock(*mutex);
    for (int i = 0; i < count; i++) {
      if (ready[i].data.u64 != kNoPid) children_.Died(static_cast<pid_t>(ready[i].data.u64));
    }
    return count;
  }

  void Wake() {
    const uint64_t one = 1;
    if (::write(wake_.get(), &one, sizeof one) < 0) std::abort();
  }

  int ChangeFd(FdFilter* filter, const struct kevent& change) {
    const int error = filter->Change(change);
    const bool adds = (change.flags & EV_ADD) != 0;
    if (error == 0 && adds && change.filter == EVFILT_READ) {
      closes_.Watch(static_cast<int>(change.ident));
    }
    if (filter->HasOldEof(change.ident)) Wake();  // which no descriptor tells
    return error;
  }

  int ChangeUser(const struct kevent& change) {
    const bool is_new = users_.count(change.ident) == 0;
    if (is_new && (change.flags & EV_ADD) == 0) return ENOENT;
    if ((change.flags & EV_DELETE) != 0) {
      users_.erase(change.ident);
      return 0;
    }
    Knote& knote = users_[change.ident];
    if (is_new) knote.flags = change.flags;
    knote.udata = change.udata;
    if ((change.fflags & NOTE_TRIGGER) == 0) return 0;
    knote.triggered = true;
    Wake();
    return 0;
  }

  void CollectUsers(Room* room) {
    uint64_t ignored;
    if (::read(wake_.get(), &ignored, sizeof ignored) < 0 && errno != EAGAIN) std::abort();
    for (auto next = users_.begin(); next != users_.end() && room->left > 0;) {
      const auto user = next++;
      if (!user->second.triggered) continue;
      room->Put(user->first, EVFILT_USER, user->second);
      if ((user->second.flags & EV_CLEAR) != 0) user->second.triggered = false;
      if ((user->second.flags & EV_ONESHOT) != 0) users_.erase(user);
    }
  }

  int Collect(struct kevent* events, int capacity, bool* withheld) {
    Room room = {events, capacity};
    CollectUsers(&room);
    const int deaths = children_.Collect(room.next, room.left);
    room.next += deaths;
    room.left -= deaths;
    // In turns, so that many readers do not keep the writers out for good.
    FdFilter* const filters[] = {&readers_, &writers_};
    turn_ ^= 1;
    *withheld = filters[turn_]->Collect(&room, &children_, filters[turn_ ^ 1]);
    *withheld |= filters[turn_ ^ 1]->Collect(&room, &children_, filters[turn_]);
    return capacity - room.left;
  }

  int FindMaster(uintptr_t udata) const {
    return std::max(readers_.Find(udata), writers_.Find(udata));
  }

  const int fd_;  // the caller's
  FdFilter readers_{EVFILT_READ, EPOLLIN};
  FdFilter writers_{EVFILT_WRITE, EPOLLOUT};
  SlaveCloses closes_;
  UniqueFd wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  Knotes users_;
  Children children_{fd_, [this](uintptr_t udata) { return FindMaster(udata); }};
  unsigned turn_ = 0;
};

// The kernel's side of the process: its queues, by descriptor.
struct Kernel {
  std::mutex mutex;
  std::map<int, std::unique_ptr<Queue>> queues;

  static Kernel& Get() {
    static Kernel* const kernel = new Kernel();  // outlives every thread
    return *kernel;
  }

  Queue* Find(int fd) {
    const auto found = queues.find(fd);
    return found == queues.end() ? nullptr : found->second.get();
  }

  bool Knows(pid_t pid) {
    const std::lock_guard<std::mutex> lock(mutex);
    return std::any_of(queues.begin(), queues.end(),
                       [pid](const auto& queue) { return queue.second->children().Knows(pid); });
  }

  // False when XNU's waitpid would not know yet that this child is dead.
  bool MayReap(pid_t pid) {
    const std::lock_guard<std::mutex> lock(mutex);
    for (const auto& [fd, queue] : queues) {
      if (queue->children().Knows(pid)) return queue->children().Reapable(pid);
    }
    return true;
  }

  void Reaped(pid_t pid) {
    const std::lock_guard<std::mutex> lock(mutex);
    for (const auto& [fd, queue] : queues) queue->children().Reaped(pid);
  }
};

}  // namespace

}  // namespace kqueue_on_epoll

using kqueue_on_epoll::Kernel;
using kqueue_on_epoll::Queue;
using kqueue_on_epoll::Trace;

extern "C" {

int kqueue(void) {
  const int fd = ::epoll_create1(0);
  if (fd < 0) return -1;
  Kernel& kernel = Kernel::Get();
  const std::lock_guard<std::mutex> lock(kernel.mutex);
  kernel.queues[fd] = std::make_unique<Queue>(fd);  // in place of one that has been closed
  return fd;
}

int kevent(int fd, const struct kevent* changes, int change_count, struct kevent* events,
           int event_count, const struct timespec* timeout) {
  Kernel& kernel = Kernel::Get();
  Queue* queue;
  {
    const std::lock_guard<std::mutex> lock(kernel.mutex);
    queue = kernel.Find(fd);
    int error = queue == nullptr ? EBADF : 0;
    for (int i = 0; i < change_count && error == 0; i++) error = queue->Change(changes[i]);
    if (error != 0) {
      errno = error;
      return -1;
    }
  }
  return event_count > 0 ? queue->Wait(events, event_count, timeout, &kernel.mutex) : 0;
}

// The linker sends the addon's calls of waitpid here (--wrap=waitpid).
pid_t __real_waitpid(pid_t pid, int* status, int options);

pid_t __wrap_waitpid(pid_t pid, int* status, int options) {
  Kernel& kernel = Kernel::Get();
  const bool blocks = (options & WNOHANG) == 0;
  if (blocks && kernel.Knows(pid)) Trace("waitpid %d blocks", static_cast<int>(pid));
  while (!kernel.MayReap(pid)) {
    if (!blocks) {
      Trace("waitpid %d not yet", static_cast<int>(pid));
      return 0;
    }
    ::usleep(1000);
  }
  const pid_t result = __real_waitpid(pid, status, options);
  if (result > 0) Trace("waitpid %d reaped", static_cast<int>(pid));
  if (result != 0) kernel.Reaped(pid);
  return result;
}

}  // extern "C"
