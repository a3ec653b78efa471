#include "unix/pipe_outcome.h"

#include <fcntl.h>
#include <poll.h>

#include <algorithm>

#include "unix/helper_protocol.h"
#include "unix/limits.h"
#include "unix/open_pty.h"

namespace flatpty {

PipeOutcome::PipeOutcome() {
  OpenPipe(&read_end_, &write_end_);
  SetNonBlocking(read_end_.get());
  // Above the number it will have in the child, so that neither launcher's dup2 of the slave to
  // 0, 1, 2 overwrites it, nor a dup2 onto itself leaves it close-on-exec for spawn-helper.
  if (write_end_.get() > HELPER_STATUS_FD) return;
  UniqueFd raised(::fcntl(write_end_.get(), F_DUPFD_CLOEXEC, HELPER_STATUS_FD + 1));
  if (!raised.valid()) ThrowLimit("fcntl");
  write_end_ = std::move(raised);
}

// A record is shorter than PIPE_BUF, so it comes whole or not at all.
void PipeOutcome::Read() noexcept {
  while (stage_ != LaunchStage::kDone) {
    child_failure record = {};
    const ssize_t got = ::read(read_end_.get(), &record, sizeof record);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got < 0) {
      // What it says is lost, but it may still say it: with this end closed it would die of SIGPIPE
      // instead of becoming its program.
      stage_ = LaunchStage::kDone;
      return;
    }
    if (got == static_cast<ssize_t>(sizeof record) && record.stage == CHILD_STAGE_NOWHERE) {
      stage_ = LaunchStage::kInSession;
      pid_ = record.error;
      continue;
    }
    // At the end of the file the program runs, or the child has been killed on its way.
    if (got == static_cast<ssize_t>(sizeof record)) failure_ = record;
    stage_ = LaunchStage::kDone;
    read_end_.reset();
  }
}

LaunchStage PipeOutcome::Stage() {
  const std::lock_guard<std::mutex> lock(mutex_);
  Read();
  return stage_;
}

std::optional<child_failure> PipeOutcome::Failure() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return failure_;
}

pid_t PipeOutcome::pid() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return pid_;
}

void PipeOutcome::AwaitPast(LaunchStage stage, std::chrono::milliseconds at_most) {
  const TimePoint deadline = Clock::now() + at_most;
  for (;;) {
    int fd;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      Read();
      if (stage_ > stage) return;
      fd = read_end_.get();
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return;
    pollfd readable = {fd, POLLIN, 0};
    ::poll(&readable, 1, static_cast<int>(std::min<long long>(left, 1000)));
  }
}

void PipeOutcome::AwaitSession(std::chrono::milliseconds at_most) {
  AwaitPast(LaunchStage::kStarted, at_most);
}

void PipeOutcome::AwaitDone(std::chrono::milliseconds at_most) {
  AwaitPast(LaunchStage::kInSession, at_most);
}

// What it had to say is in the pipe by now. Whether its end is closed does not matter: a process
// that another thread has forked may hold a copy.
void PipeOutcome::ChildIsGone() noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  Read();
  stage_ = LaunchStage::kDone;
  read_end_.reset();
}

}  // namespace flatpty
