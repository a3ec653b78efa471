#include "children.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace kqueue_on_epoll {

namespace {

constexpr Ms kEofPatience{100};

// Dead for Linux: a zombie, or reaped by somebody else.
bool IsDead(pid_t pid) {
  siginfo_t info = {};
  const int result = ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT);
  return result < 0 ? errno == ECHILD : info.si_pid == pid;
}

// XNU refuses a process from the first step of its exit on (proc_refdrain, before its descriptors
// are closed). Linux calls that step PF_EXITING, in the ninth field of /proc/PID/stat.
bool HasBegunToDie(pid_t pid) {
  constexpr unsigned long kPfExiting = 0x4;
  char text[1024];
  std::snprintf(text, sizeof text, "/proc/%d/stat", static_cast<int>(pid));
  const flatpty::UniqueFd file(::open(text, O_RDONLY | O_CLOEXEC));
  const ssize_t size = file.valid() ? ::read(file.get(), text, sizeof text - 1) : -1;
  if (size <= 0) return true;
  text[size] = '\0';
  const char* after_name = std::strrchr(text, ')');
  unsigned long flags = 0;
  char state = 'X';
  if (after_name == nullptr ||
      std::sscanf(after_name, ") %c %*d %*d %*d %*d %*d %lu", &state, &flags) != 2) {
    std::abort();
  }
  return state == 'Z' || state == 'X' || (flags & kPfExiting) != 0;
}

void WaitForDeath(pid_t pid) {
  for (int ms = 0; ms < 5000 && !IsDead(pid); ms++) ::usleep(1000);
}

}  // namespace

int Children::Add(const struct kevent& change) {
  const auto pid = static_cast<pid_t>(change.ident);
  // XNU would refuse a second registration's changes only in part; the poller makes none.
  if ((change.fflags & NOTE_EXIT) == 0 || (Knows(pid) && children_[pid].watched)) std::abort();
  Child child;
  child.script = ReadScript();
  child.udata = reinterpret_cast<uintptr_t>(change.udata);
  child.flags = change.flags | EV_CLEAR;  // filt_procattach
  child.added_at = Clock::now();
  if (child.script.lost) WaitForDeath(pid);
  const bool refused = child.script.refuse || (!child.script.lost && HasBegunToDie(pid));
  Trace("proc %d %s", static_cast<int>(pid), refused ? "refused" : "accepted");
  child.watched = !refused;
  if (!refused && !child.script.lost) {
    child.pidfd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!child.pidfd.valid()) std::abort();
    epoll_event event = {};
    event.events = EPOLLIN | EPOLLONESHOT;
    event.data.u64 = static_cast<uint64_t>(pid);
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, child.pidfd.get(), &event) < 0) std::abort();
    if (child.script.premature) restless_.insert(pid);
  }
  by_master_[MasterOf(child)] = pid;
  children_[pid] = std::move(child);
  return refused ? ESRCH : 0;
}

int Children::Delete(pid_t pid) {
  const auto found = children_.find(pid);
  if (found == children_.end() || !found->second.watched) return ENOENT;
  found->second.watched = false;
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, found->second.pidfd.get(), nullptr);
  found->second.pidfd.reset();
  restless_.erase(pid);
  return 0;
}

void Children::Died(pid_t pid) {
  const auto found = children_.find(pid);
  if (found != children_.end() && found->second.watched) restless_.insert(pid);
}

void Children::EofTold(uintptr_t master_udata) {
  const auto found = by_master_.find(master_udata);
  if (found != by_master_.end()) children_[found->second].eof_told = true;
}

bool Children::Withholds(uintptr_t master_udata) {
  const auto found = by_master_.find(master_udata);
  if (found == by_master_.end()) return false;
  Child& child = children_[found->second];
  if (!child.script.exit_first || !child.watched) return false;
  Advance(found->second, &child);
  return child.dead_at.has_value();
}

bool Children::HasUnreadOutput(const Child& child) {
  pollfd master = {find_master_(MasterOf(child)), POLLIN, 0};
  return master.fd >= 0 && ::poll(&master, 1, 0) == 1 && (master.revents & POLLIN) != 0;
}

// How far the child is on its way through XNU's proc_exit.
void Children::Advance(pid_t pid, Child* child) {
  const auto now = Clock::now();
  const Script& script = child->script;
  if (!child->dead_at && IsDead(pid)) {
    child->dead_at = now;
    if (child->watched) restless_.insert(pid);
  }
  if (child->told_at) return;
  if (script.premature && now >= child->added_at + *script.premature) child->told_at = now;
  if (!child->dead_at || now < *child->dead_at + script.late) return;
  if (script.wedge && HasUnreadOutput(*child)) return;
  if (script.eof_first && child->watched && !child->eof_told &&
      find_master_(MasterOf(*child)) >= 0 && now < *child->dead_at + kEofPatience) {
    return;
  }
  child->told_at = now;
}

int Children::Collect(struct kevent* events, int capacity) {
  int count = 0;
  for (auto next = restless_.begin(); next != restless_.end() && count < capacity;) {
    const pid_t pid = *next++;
    Child& child = children_[pid];
    Advance(pid, &child);
    if (!child.told_at) continue;
    Trace("proc %d told %s", static_cast<int>(pid), child.dead_at ? "dead" : "alive");
    EV_SET(&events[count++], static_cast<uintptr_t>(pid), EVFILT_PROC,
           static_cast<uint16_t>(child.flags | EV_EOF | EV_ONESHOT), NOTE_EXIT, 0,
           reinterpret_cast<void*>(child.udata));
    Delete(pid);  // filt_procevent makes NOTE_EXIT one-shot, asked for or not
  }
  return count;
}

bool Children::Reapable(pid_t pid) {
  Child& child = children_[pid];
  Advance(pid, &child);
  return child.dead_at && child.told_at && Clock::now() >= *child.told_at + child.script.unreapable;
}

void Children::Reaped(pid_t pid) {
  const auto found = children_.find(pid);
  if (found == children_.end()) return;
  by_master_.erase(MasterOf(found->second));
  // The knote outlives the process until it is told or deleted (proc_knote_drain); here the
  // poller's EV_DELETE then finds nothing, which it has to bear anyway.
  restless_.erase(pid);
  children_.erase(found);
}

}  // namespace kqueue_on_epoll
