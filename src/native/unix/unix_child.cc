#include "unix/unix_child.h"

#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <new>

#include "unix/child_failure.h"

namespace flatpty {

namespace {

// Whose default is to dump core (signal(7)). A child that still shares our memory must not: up to
// Linux 5.15 the kernel then kills every process that lives in that memory (zap_threads in
// fs/coredump.c), and this is one.
constexpr int kDumpCore[] = {SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,
                             SIGFPE,  SIGSEGV, SIGXCPU, SIGXFSZ, SIGSYS};

// Of a terminal whose master is closed, the ioctl that makes it the controlling one says EIO
// (tty_hung_up_p in the kernel's tty_ioctl); what else refuses says EPERM or ENOTTY.
bool IsHangUp(const child_failure& failure) {
  return failure.stage == CHILD_STAGE_TERMINAL && failure.error == EIO;
}

}  // namespace

bool UnixChild::Watch(Token token) noexcept {
  try {
    watch_ = poller_->WatchChild(pid_, token);
  } catch (const std::bad_alloc&) {
    return false;
  }
  return watch_ != nullptr;
}

std::optional<ExitStatus> UnixChild::Reap() {
  int status = 0;
  pid_t pid;
  do {
    pid = ::waitpid(pid_, &status, WNOHANG);
  } while (pid < 0 && errno == EINTR);
  if (pid == 0) return std::nullopt;
  watch_.reset();
  if (outcome_) outcome_->ChildIsGone();
  if (pid < 0) return ExitStatus{-1, 0};  // ECHILD: the host ignores SIGCHLD or waits for all
  if (WIFSIGNALED(status)) return ExitStatus{0, WTERMSIG(status)};
  if (HungUpOnItsWay()) return ExitStatus{0, SIGHUP};
  return ExitStatus{WEXITSTATUS(status), 0};
}

bool UnixChild::Signal(int signal) { return pid_ > 1 && ::kill(pid_, signal) == 0; }

SignalEffect UnixChild::EffectOf(int signal) const {
  if (signal == SIGKILL) return SignalEffect::kFatal;
  const bool dumps =
      std::find(std::begin(kDumpCore), std::end(kDumpCore), signal) != std::end(kDumpCore);
  return dumps ? SignalEffect::kNeedsProgram : SignalEffect::kOrdinary;
}

LaunchStage UnixChild::Stage() { return outcome_ ? outcome_->Stage() : LaunchStage::kDone; }

bool UnixChild::HungUpOnItsWay() {
  const auto failure = outcome_ ? outcome_->Failure() : std::nullopt;
  return failure && IsHangUp(*failure);
}

std::optional<child_failure> UnixChild::Unlaunched() {
  const auto failure = outcome_ ? outcome_->Failure() : std::nullopt;
  return failure && IsHangUp(*failure) ? std::nullopt : failure;
}

std::optional<LaunchFailure> UnixChild::Failure() {
  const auto failure = Unlaunched();
  if (!failure) return std::nullopt;
  return LaunchFailure{failure->error, StageName(failure->stage),
                       failure->stage == CHILD_STAGE_CHDIR};
}

std::string UnixChild::FailureWords() {
  const auto failure = Unlaunched();
  return failure ? FailureText(*failure) : std::string();
}

}  // namespace flatpty
