// Where the functions of a pseudo console come from: the system, or a conpty.dll.
#ifndef FLATPTY_WIN_CONSOLE_API_H_
#define FLATPTY_WIN_CONSOLE_API_H_

#include <windows.h>

#include <string>

namespace flatpty {

// Those of consoleapi.h and of conpty.dll have the same shapes.
struct ConsoleApi {
  HRESULT(WINAPI* create)(COORD size, HANDLE input, HANDLE output, DWORD flags, HPCON* console);
  HRESULT(WINAPI* resize)(HPCON console, COORD size);
  void(WINAPI* close)(HPCON console);
  HRESULT(WINAPI* release)(HPCON console);  // null before Windows 11 24H2
  HRESULT(WINAPI* clear)(HPCON console);    // only a conpty.dll has it
};

// The system's. Throws SysError ERROR_OLD_WIN_VERSION before Windows 10 1809.
const ConsoleApi& SystemConsoleApi();

// Of the conpty.dll at the absolute path `dll`, which stays loaded: consoles of it may be open.
// Throws SysError with the path.
const ConsoleApi& ConsoleApiOf(const std::string& dll);

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_API_H_
