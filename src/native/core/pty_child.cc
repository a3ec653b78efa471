// Pty: the child behind the terminal: reaping it and signalling it.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <new>

#include "core/pty.h"
#include "unix/child_failure.h"
#include "unix/process_info.h"

namespace flatpty {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kMaxReapInterval{50};
// Whose default is to dump core (signal(7)).
constexpr int kDumpCore[] = {SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,
                             SIGFPE,  SIGSEGV, SIGXCPU, SIGXFSZ, SIGSYS};
constexpr milliseconds kMaxLookInterval{20};

uint64_t BitOf(int signal) { return uint64_t{1} << signal; }

bool DumpsCore(int signal) {
  return std::find(std::begin(kDumpCore), std::end(kDumpCore), signal) != std::end(kDumpCore);
}

}  // namespace

void Pty::AdoptChild(const Launched& launched) noexcept {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    try {
      child_watch_ = TheFdPoller().WatchChild(launched.pid, Reactor::ChildToken(id_));
    } catch (const std::bad_alloc&) {
      // Asked by timer.
    }
    pid_ = launched.pid;
    launch_ = launched.outcome;
    if (child_watch_) return;
    asked_by_timer_ = true;
  }
  reactor_.Post(id_);
}

// Reaping and signalling under one lock: a pid is never signalled once it may be somebody else's.
bool Pty::Reap() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (reaped_) return false;
  int status = 0;
  pid_t pid;
  do {
    pid = ::waitpid(pid_, &status, WNOHANG);
  } while (pid < 0 && errno == EINTR);
  if (pid == 0) return false;
  reaped_ = true;
  child_watch_.reset();
  if (launch_) launch_->ChildIsGone();
  if (pid < 0) {
    exit_ = ExitStatus{-1, 0};  // ECHILD: the host ignores SIGCHLD or waits for every pid
  } else if (WIFSIGNALED(status)) {
    exit_ = ExitStatus{0, WTERMSIG(status)};
  } else {
    exit_ = ExitStatus{WEXITSTATUS(status), 0};
  }
  return true;
}

TimePoint Pty::OnChild(const Ready& ready, TimePoint now) {
  // XNU tells of an exit before the child can be reaped; waiting for that here could be for ever,
  // because a session leader's exit ends only once its output is read, by this very thread.
  if (!ReapAndDrain(now) && ready.readable) AskAgain(now);
  return NextDeadline();
}

bool Pty::ReapAndDrain(TimePoint now) {
  if (Reap()) {
    reap_at_ = kNever;
    TellFailure();
    DrainAfterExit(now);
    AnnounceNow(now);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  return reaped_;
}

std::shared_ptr<LaunchOutcome> Pty::launch() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return launch_;
}

LaunchStage Pty::Stage() {
  const auto outcome = launch();
  return outcome ? outcome->Stage() : LaunchStage::kDone;
}

std::optional<child_failure> Pty::LaunchFailure() {
  const auto outcome = launch();
  return outcome ? outcome->Failure() : std::nullopt;
}

// In the terminal, as node-pty's child does. The child is reaped, so there is nothing to wait for,
// and it has printed nothing.
void Pty::TellFailure() {
  const auto failure = LaunchFailure();
  if (!failure) return;
  try {
    Tail tail = TailForReading();
    const std::string text = FailureText(*failure) + "\r\n";
    text.copy(tail.back().tail(), tail.back().room());
    tail.back().Grow(std::min(text.size(), tail.back().room()));
    Append(&tail);
  } catch (const std::bad_alloc&) {
    // The exit code tells.
  }
}

void Pty::AskAgain(TimePoint now) {
  reap_at_ = now + reap_interval_;
  reap_interval_ = std::min(reap_interval_ * 2, kMaxReapInterval);
}

// On XNU a session leader cannot die before its output is read (os-semantics 2.2), so what it
// leaves behind is read although JS has not caught up. Room for that is made once until JS has, or
// a program that is sent signals would fill the memory; but by every SIGKILL, after which nothing
// goes on printing.
void Pty::MakeRoomForLastOutput(int signal) {
  const size_t taken = signal == SIGKILL ? std::max(buffered_, kFullBytes) : kFullBytes;
  full_at_ = std::max(full_at_, taken + kDrainBytes);
  if (!full_ || buffered_ >= full_at_) return;
  full_ = false;
  UpdateInterest();
}

// A child that still shares our memory must not dump core: up to Linux 5.15 the kernel then kills
// whoever else lives in that memory (zap_threads in fs/coredump.c), which is this process.
bool Pty::Kill(int signal) {
  const bool held = DumpsCore(signal) && Stage() != LaunchStage::kDone;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (pid_ <= 1 || reaped_) return false;
    if (held) {
      held_signals_ |= BitOf(signal);
    } else {
      if (::kill(pid_, signal) != 0) return false;
      MakeRoomForLastOutput(signal);
    }
  }
  if (held) reactor_.Post(id_);
  return true;
}

// What waits for the child to get further is sent by the I/O thread, so that an exec that is held
// up for seconds (a virus scanner, a cold file server) holds no caller up.
void Pty::LookAtLaunch(TimePoint now) {
  if (!WaitsForTheLaunch()) {
    look_at_ = kNever;
    look_interval_ = milliseconds(1);
    return;
  }
  if (look_at_ != kNever && now < look_at_) return;
  if (Stage() == LaunchStage::kDone) SendHeldSignals();
  WriteTurn();
  look_at_ = now + look_interval_;
  look_interval_ = std::min(look_interval_ * 2, kMaxLookInterval);
  if (!WaitsForTheLaunch()) look_at_ = kNever;
}

bool Pty::WaitsForTheLaunch() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return input_ == InputWaits::kForTheLaunch || held_signals_ != 0;
}

void Pty::SendHeldSignals() {
  uint64_t signals;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    signals = std::exchange(held_signals_, 0);
  }
  for (const int signal : kDumpCore) {
    if ((signals & BitOf(signal)) != 0) Kill(signal);
  }
}

pid_t Pty::ForegroundGroup() {
  if (Stage() == LaunchStage::kStarted) return -1;
  const Lease lease = Borrow();
  return lease ? static_cast<pid_t>(lease->ForegroundGroup()) : -1;
}

int Pty::SignalSession(int signal) {
  const pid_t session = pid_;
  if (session <= 1) return 0;
  // Before the exec it is alone in its session, if it has one yet.
  if (Stage() != LaunchStage::kDone) return signal == 0 || Kill(signal) ? 1 : 0;
  bool reaped;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    reaped = reaped_;
    if (signal != 0 && !reaped) MakeRoomForLastOutput(signal);
  }
  return SignalSessionMembers({session, reaped, ForegroundGroup()}, signal);
}

}  // namespace flatpty
