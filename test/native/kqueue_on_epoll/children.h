// EVFILT_PROC over pidfds: the deaths of a queue's children, told in the way a script asks for.
// Not thread-safe: kqueue.cc holds its lock around every call.
#ifndef FLATPTY_TEST_CHILDREN_H_
#define FLATPTY_TEST_CHILDREN_H_

#include <sys/event.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "script.h"
#include "unix/unique_fd.h"

namespace kqueue_on_epoll {

using Clock = std::chrono::steady_clock;

class Children {
 public:
  // The master that a udata names, or -1 when it is not (or no longer) under watch.
  using FindMaster = std::function<int(uintptr_t udata)>;

  // `epoll` gets a pidfd for each child that is under watch, with its pid as data.
  Children(int epoll, FindMaster find_master) : epoll_(epoll), find_master_(find_master) {}

  // As EV_ADD and EV_DELETE: 0 or an errno.
  int Add(const struct kevent& change);
  int Delete(pid_t pid);

  // The pidfd has become readable.
  void Died(pid_t pid);
  // EV_EOF of this master has been told.
  void EofTold(uintptr_t master_udata);
  // Nothing is to be told of this master now.
  bool Withholds(uintptr_t master_udata);

  // Appends the NOTE_EXITs that are due.
  int Collect(struct kevent* events, int capacity);
  // Something will be due without any descriptor saying so.
  bool Restless() const { return !restless_.empty(); }

  bool Knows(pid_t pid) const { return children_.count(pid) > 0; }
  // Whether XNU's waitpid would know by now that the child is dead.
  bool Reapable(pid_t pid);
  void Reaped(pid_t pid);

 private:
  struct Child {
    Script script;
    uintptr_t udata = 0;
    uint16_t flags = 0;
    flatpty::UniqueFd pidfd;
    bool watched = false;
    bool eof_told = false;
    Clock::time_point added_at;
    std::optional<Clock::time_point> dead_at;  // as Linux sees it
    std::optional<Clock::time_point> told_at;  // when NOTE_EXIT is due: XNU's exit has come so far
  };

  // flatpty's reactor numbers a pty's child right after its master.
  static uintptr_t MasterOf(const Child& child) { return child.udata - 1; }

  void Advance(pid_t pid, Child* child);
  bool HasUnreadOutput(const Child& child);

  int epoll_;
  FindMaster find_master_;
  std::map<pid_t, Child> children_;
  std::map<uintptr_t, pid_t> by_master_;
  std::set<pid_t> restless_;
};

}  // namespace kqueue_on_epoll

#endif  // FLATPTY_TEST_CHILDREN_H_
