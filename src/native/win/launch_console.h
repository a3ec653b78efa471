// Starts a program on a pseudo console.
#ifndef FLATPTY_WIN_LAUNCH_CONSOLE_H_
#define FLATPTY_WIN_LAUNCH_CONSOLE_H_

#include <windows.h>

#include <string>

#include "win/job.h"
#include "win/unique_handle.h"

namespace flatpty {

struct ConsoleProgram {
  std::string path;          // of the file that is started; found already
  std::string command_line;  // quoted already
  std::string environment;   // "NAME=value" texts, sorted, each with a NUL after it
  std::string cwd;           // empty: where the parent is
};

struct ConsoleProcess {
  UniqueHandle process;
  DWORD pid = 0;
};

// The process is in `job` from its first instruction on, and inherits no handle. Throws SysError;
// its path is the cwd for ERROR_DIRECTORY, else the program.
ConsoleProcess LaunchOnConsole(const ConsoleProgram& program, HPCON console, const Job& job);

}  // namespace flatpty

#endif  // FLATPTY_WIN_LAUNCH_CONSOLE_H_
