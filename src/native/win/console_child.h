// The program on a console, and its job: started, waited for, ended.
#ifndef FLATPTY_WIN_CONSOLE_CHILD_H_
#define FLATPTY_WIN_CONSOLE_CHILD_H_

#include <windows.h>

#include <atomic>
#include <cstdint>
#include <memory>

#include "core/held.h"
#include "win/job.h"
#include "win/launch_console.h"
#include "win/process_wait.h"
#include "win/pseudo_console.h"

namespace flatpty {

class ConsoleChild {
 public:
  // Throws SysError. `key` is what the port reports when the program has ended.
  void Prepare(CompletionPort* port, uint64_t key);
  // Throws SysError, with no program started. Begin comes next.
  void Launch(const ConsoleProgram& program, PseudoConsole* console);
  // The program runs: from here on the port reports its end.
  void Begin(Held);
  // There is no program, and will be none.
  void GiveUp(Held) { state_ = State::kEnded; }

  // -1 before there is a program, 0 when it could not be started.
  int64_t pid() const { return pid_; }
  bool is_ahead(Held) const { return state_ == State::kAhead; }
  bool runs(Held) const { return state_ == State::kRunning; }
  bool ended(Held) const { return state_ == State::kEnded; }
  // The I/O thread has its exit code. The wait is to be destroyed without
  // the lock.
  int Reap(Held, std::unique_ptr<ProcessWait>* wait);
  // Outlives this, because killTree() ends the whole job later.
  const std::shared_ptr<Job>& job() const { return job_; }

  // Terminates what is attached to the console, and nothing else of the job: an editor that was
  // started from a shell is in the job, but has no console.
  void TerminateAttached() const noexcept;

 private:
  enum class State { kAhead, kRunning, kEnded };

  // Set before any other thread knows of the line.
  std::shared_ptr<Job> job_;
  UniqueHandle process_;
  std::unique_ptr<ProcessWait> wait_;
  DWORD host_pid_ = 0;
  std::atomic<int64_t> pid_{-1};
  // Guarded by the line's lock.
  State state_ = State::kAhead;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_CHILD_H_
