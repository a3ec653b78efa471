// ConsoleLine: the one owner of a pseudo console, of the pipes to it, and of the program on it.
//
// JS calls everything but On, OnTime and deadline, which are the I/O thread's.
#ifndef FLATPTY_WIN_CONSOLE_LINE_H_
#define FLATPTY_WIN_CONSOLE_LINE_H_

#include <windows.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/announcer.h"
#include "core/held.h"
#include "core/input_queue.h"
#include "core/line.h"
#include "core/sys_error.h"
#include "win/console_output.h"
#include "win/console_thread.h"
#include "win/host_questions.h"
#include "win/job.h"
#include "win/launch_console.h"
#include "win/pipe_pair.h"
#include "win/pipe_reader.h"
#include "win/pipe_writer.h"
#include "win/process_wait.h"
#include "win/pseudo_console.h"

namespace flatpty {

// Of CreatePseudoConsole: the console asks where the cursor is, and starts there.
constexpr DWORD kInheritCursor = 1;

struct ConsoleRequest {
  ConsoleProgram program;
  COORD size = {};
  DWORD flags = 0;      // CreatePseudoConsole's
  std::string dll;      // the path of a conpty.dll; empty: the system's console
  bool decode = false;  // output comes as text
  bool answers = true;  // see HostQuestions
  bool throw_on_failure = false;
};

class ConsoleLine : public Line, public std::enable_shared_from_this<ConsoleLine> {
 public:
  // Throws SysError with everything released when there is no console; also, if asked for, when
  // the program could not be started.
  static std::shared_ptr<ConsoleLine> Spawn(const ConsoleRequest& request,
                                            std::shared_ptr<Outlet> outlet);

  ConsoleLine(const ConsoleRequest& request, std::shared_ptr<Outlet> outlet);

  PtyId id() const override { return id_; }
  int64_t child_id() const override { return pid_; }
  bool has_terminal() const override { return true; }
  uint64_t Write(const char* data, size_t size) override;
  uint64_t Write(Bytes data, size_t size) override;
  uint64_t taken() const override { return queue_.taken(); }
  void SetReading(bool wanted) override;
  void StopDecoding() override;
  Delivery Take() override;
  void Close() override;
  void Detach() override;

  bool IsOpen();
  void Resize(COORD size);  // throws SysError
  void Clear();             // throws SysError
  // Closes the console: what is attached to it is told, and terminated a little later.
  void End();
  // Terminates everything in the job, now.
  void Terminate();
  // Pids of what runs in the job. Throws SysError.
  std::vector<DWORD> Members();
  // Why the program could not be started.
  const std::optional<SysError>& failure() const { return failure_; }

  void On(ConsoleEvent event, TimePoint now);
  void OnTime(TimePoint now);
  TimePoint deadline() const { return deadline_; }

 private:
  enum class Console {
    kOpen,
    kClosing
  };  // kClosing: Close was asked for; output is read to its end
  enum class Program { kNone, kRunning, kEnded };

  void Open(const ConsoleRequest& request);
  void Launch(const ConsoleRequest& request);
  void FailToLaunch(const SysError& error);
  size_t TakeQuestions(HostQuestions* questions, char* data, size_t size);
  void Announce();
  void ReadOutput();
  size_t DroppedOf(Held held, size_t size) const;
  void FeedInput(Held held);
  void DropInput(Held held);
  void CloseConsole(Held held);
  void SetDeadline(Held held, TimePoint at);
  void ProgramEnded(TimePoint now);
  void TerminateAttached();
  void RemoveWhenDone();

  ConsoleThread& thread_;
  const PtyId id_;
  std::optional<SysError> failure_;
  std::atomic<int64_t> pid_{-1};
  std::atomic<TimePoint> deadline_{kNever};

  // Made in Open, before any other thread knows this.
  std::shared_ptr<PipeReader> reader_;
  std::shared_ptr<PipeWriter> writer_;
  std::unique_ptr<PseudoConsole> console_;
  std::optional<Job> job_;
  DWORD host_pid_ = 0;

  std::mutex mutex_;
  // mutex_ guards the rest.
  Announcer announcer_;
  ConsoleOutput output_;
  InputQueue queue_;
  bool input_news_ = false;  // more of it is taken than JS knows
  std::string answers_;
  Console console_state_ = Console::kOpen;
  Program program_ = Program::kNone;
  bool ending_ = false;  // what is attached is to be terminated at the deadline
  UniqueHandle process_;
  std::unique_ptr<ProcessWait> wait_;
  std::optional<ExitStatus> exit_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_LINE_H_
