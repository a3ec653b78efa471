// A pty on a real terminal with a real program, for the tests over a scripted poller.
#ifndef FLATPTY_TEST_TERMINAL_H_
#define FLATPTY_TEST_TERMINAL_H_

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "core/pty.h"
#include "scripted_poller.h"
#include "unix/open_pty.h"
#include "unix/unix_child.h"
#include "unix/unix_end.h"

namespace flatpty {

// Waits up to 5 s for `condition`.
inline bool Until(const std::function<bool()>& condition) {
  for (int ms = 0; ms < 5000; ms++) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return condition();
}

class Listener : public Outlet {
 public:
  void Notify(std::shared_ptr<Line>, bool) noexcept override { notified++; }
  std::atomic<int> notified{0};
};

struct Told {
  std::string output;
  std::optional<ExitStatus> exit;
  bool end = false;
  uint64_t taken = 0;  // as last told
};

class Terminal {
 public:
  explicit Terminal(ScriptedPoller* poller) : poller_(poller) {
    PtySettings settings;
    settings.raw = true;
    settings.echo = false;
    PtyPair pair = OpenPty(settings);
    slave_ = std::move(pair.slave);
    pty = std::make_shared<Pty>(PtyKind::kTerminal,
                                std::make_shared<UnixEnd>(std::move(pair.master), poller),
                                pair.slave_name, listener);
    pty->Watch();
  }

  // Leaves no process behind, whatever the test did.
  ~Terminal() {
    pty->Close();
    if (!reaped()) pty->Kill(SIGKILL);
    Until([this] {
      Child(true);
      return pty->Done();
    });
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void Run(const char* script) {
    pid = ::fork();
    if (pid == 0) {
      ::setsid();
      ::ioctl(slave_.get(), TIOCSCTTY, 0);
      for (int fd = 0; fd < 3; fd++) ::dup2(slave_.get(), fd);
      ::execl("/bin/sh", "sh", "-c", script, nullptr);
      ::_exit(126);
    }
    if (pid < 0) std::abort();
    slave_.reset();
    const auto child = std::make_shared<UnixChild>(poller_);
    child->Is({pid, nullptr});
    pty->AdoptChild(child);
  }

  // Dead, but not reaped.
  bool Dead() {
    siginfo_t info = {};
    ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT);
    return info.si_pid == pid;
  }
  bool WaitForDeath() {
    return Until([this] { return Dead(); });
  }
  bool reaped() {
    return ::waitid(P_PID, static_cast<id_t>(pid), nullptr, WEXITED | WNOHANG | WNOWAIT) < 0;
  }

  bool HasUnreadOutput() {
    pollfd master = {static_cast<int>(pty->Share()), POLLIN, 0};
    return ::poll(&master, 1, 0) == 1 && (master.revents & POLLIN) != 0;
  }
  // As a poller would: tells of output where that is wanted.
  void ReadIfWanted() {
    if (interest().read != ReadInterest::kNone && HasUnreadOutput()) Readable();
  }

  Token fd_token() const { return Reactor::FdToken(pty->id()); }
  Token child_token() const { return Reactor::ChildToken(pty->id()); }
  Interest interest() { return poller_->InterestIn(fd_token()); }

  void Readable() { poller_->Tell({{fd_token(), true, false}}); }
  void Writable() { poller_->Tell({{fd_token(), false, true}}); }
  void Child(bool certain) { poller_->Tell({{child_token(), certain, false}}); }

  // Everything that is to be told by now, added to what was told before.
  const Told& Take() {
    for (bool more = true; more;) {
      const Delivery delivery = pty->Take();
      if (delivery.data.size() > 0) told_.output.append(delivery.data.data(), delivery.data.size());
      if (delivery.exit) told_.exit = delivery.exit;
      told_.end |= delivery.end;
      if (delivery.taken) told_.taken = *delivery.taken;
      more = delivery.more;
    }
    return told_;
  }

  const std::shared_ptr<Listener> listener = std::make_shared<Listener>();
  std::shared_ptr<Pty> pty;
  pid_t pid = -1;

 private:
  ScriptedPoller* poller_;
  UniqueFd slave_;
  Told told_;
};

}  // namespace flatpty

#endif  // FLATPTY_TEST_TERMINAL_H_
