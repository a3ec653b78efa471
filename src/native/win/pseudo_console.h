// The one owner of a pseudo console (HPCON), which is closed exactly once, and on a thread of the
// pool: before Windows 11 24H2 ClosePseudoConsole waits until the console host has ended, and that
// may be writing output that this process has yet to read.
#ifndef FLATPTY_WIN_PSEUDO_CONSOLE_H_
#define FLATPTY_WIN_PSEUDO_CONSOLE_H_

#include <windows.h>

#include <memory>

#include "win/console_api.h"

namespace flatpty {

class PseudoConsole {
 public:
  // The console takes its own copies of `input` and `output`. `flags` are CreatePseudoConsole's.
  // Throws SysError, std::bad_alloc.
  PseudoConsole(const ConsoleApi& api, COORD size, HANDLE input, HANDLE output, DWORD flags);
  // Closes, if that has not been done.
  ~PseudoConsole();
  PseudoConsole(const PseudoConsole&) = delete;
  PseudoConsole& operator=(const PseudoConsole&) = delete;

  // For PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, until Close.
  HPCON get() const;

  // The process id of the console host; 0 when it is not known.
  DWORD host_pid() const;

  // From here on the console host ends, and with it the output, when the last program on the
  // console has gone. To be called when a program is on it. Without this only Close ends the
  // output.
  void Release();

  // The next three do nothing once the console is closed. Any thread. Throws SysError.
  void Resize(COORD size);
  // Only consoles of a conpty.dll can be cleared; false for others.
  bool Clear();

  // Returns at once and cannot fail. What is still on the console gets CTRL_CLOSE_EVENT.
  void Close() noexcept;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_PSEUDO_CONSOLE_H_
