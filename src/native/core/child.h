// The program behind a terminal: what the core asks of an OS for it.
#ifndef FLATPTY_CHILD_H_
#define FLATPTY_CHILD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "core/poller.h"

namespace flatpty {

struct ExitStatus {
  int code;    // 0 when a signal ended the child; -1 when another part of the host has reaped it
  int signal;  // 0 when it exited
};

// How far a child has come on its way to its program.
enum class LaunchStage {
  kStarted,    // it does not lead its session yet: what is typed would signal no group
  kInSession,  // it has its terminal, and is not its program yet
  kDone,       // it runs its program, or has failed to, or is gone
};

// Why a child could not become its program.
struct LaunchFailure {
  int error;            // as SysError::error()
  const char* syscall;  // as in ErrnoException.syscall
  bool at_cwd;          // the path of the error is the cwd, not the program
};

enum class SignalEffect {
  kOrdinary,
  kNeedsProgram,  // must not reach a child before it is its program
  kFatal,         // nothing goes on printing after it
};

// For any thread, except where it says so. Nothing here waits.
class Child {
 public:
  virtual ~Child() = default;

  virtual int64_t id() const = 0;

  // Reports to the reactor, under `token`, when the child is over or worth a look. False where
  // the OS refuses: then the reactor asks by timer. Call once.
  virtual bool Watch(Token token) noexcept = 0;
  // How it ended; nothing while it lives. Once it has ended the child must not be signalled, so
  // Pty calls this and Signal under one lock.
  virtual std::optional<ExitStatus> Reap() = 0;
  virtual bool Signal(int signal) = 0;
  virtual SignalEffect EffectOf(int signal) const = 0;

  virtual LaunchStage Stage() = 0;
  // To be asked when the stage is kDone.
  virtual std::optional<LaunchFailure> Failure() = 0;
  // What the terminal shows for it; empty without a failure. Throws std::bad_alloc.
  virtual std::string FailureWords() = 0;
};

}  // namespace flatpty

#endif  // FLATPTY_CHILD_H_
