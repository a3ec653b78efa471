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

#include "core/announcer.h"
#include "core/line.h"
#include "core/sys_error.h"
#include "win/console_child.h"
#include "win/console_input.h"
#include "win/console_output.h"
#include "win/console_thread.h"
#include "win/host_questions.h"
#include "win/pipe_pair.h"
#include "win/pipe_reader.h"
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

  explicit ConsoleLine(std::shared_ptr<Outlet> outlet);

  PtyId id() const override { return id_; }
  int64_t child_id() const override { return child_.pid(); }
  bool has_terminal() const override { return true; }
  uint64_t Write(const char* data, size_t size) override;
  uint64_t Write(Bytes data, size_t size) override;
  uint64_t taken() const override { return input_.taken(); }
  void SetReading(bool wanted) override;
  void StopDecoding() override { output_.StopDecoding(); }
  Delivery Take() override;
  void Close() override;
  void Detach() override;

  bool IsOpen();
  void Resize(COORD size);  // throws SysError
  void Clear();             // throws SysError
  // Closes the console: what is attached to it gets CTRL_CLOSE_EVENT, and is terminated a little
  // later.
  void End();
  // Everything that the program has started, and what that has. Outlives the line.
  const std::shared_ptr<Job>& job() const { return child_.job(); }
  // Why the program could not be started.
  const std::optional<SysError>& failure() const { return failure_; }

  void On(ConsoleEvent event, TimePoint now);
  void OnTime(TimePoint now);
  TimePoint deadline() const { return deadline_; }

 private:
  // kClosing: Close was asked for; output is read to its end.
  enum class Console { kOpen, kClosing };
  enum class Timer {
    kNone,
    kOthers,     // programs that stay on the console after the one that was started
    kTerminate,  // what is attached to a closing console may still end by itself
    kHost,       // the console host ends its output
  };

  void Open(const ConsoleRequest& request);
  void Launch(const ConsoleRequest& request);
  void FailToLaunch(const SysError& error);
  size_t TakeQuestions(HostQuestions* questions, char* data, size_t size);
  void Feed(Held held);
  void Announce();
  void ReadOutput();
  void CloseConsole(Held held);
  void SetTimer(Held held, Timer timer, TimePoint at);
  void RetryAt(Held held, TimePoint at);
  void UpdateDeadline(Held held);
  void Post(ConsoleEvent event) { thread_.port().Post(ConsoleThread::Key(id_, event)); }
  void ProgramEnded(TimePoint now);
  void RemoveWhenDone();

  ConsoleThread& thread_;
  const PtyId id_;
  std::optional<SysError> failure_;
  std::atomic<TimePoint> deadline_{kNever};

  // Made in Open, before any other thread knows this.
  std::shared_ptr<PipeReader> reader_;
  std::unique_ptr<PseudoConsole> console_;

  std::mutex mutex_;
  // Each keeps its state under mutex_, as far as it says so.
  Announcer announcer_;
  ConsoleOutput output_;
  ConsoleInput input_;
  ConsoleChild child_;
  // mutex_ guards the rest.
  Console console_state_ = Console::kOpen;
  Timer timer_ = Timer::kNone;
  TimePoint timer_at_ = kNever;
  TimePoint retry_at_ = kNever;  // reads and writes for which there was no memory
  std::optional<ExitStatus> exit_;
  std::string note_;  // a line of our own, for the I/O thread to show
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_LINE_H_
