// A program on a console that says what it finds: probe.exe WHAT [ARGUMENT...]. Its exit code
// belongs to WHAT, or is 90 and more when a call fails. It opens CONIN$ and CONOUT$ itself, because
// Wine gives a child of a pseudo console no standard handles.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { CANNOT_WRITE = 90, CANNOT_READ = 91, NOT_KNOWN = 99 };

static HANDLE Console(const wchar_t* name) {
  return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                     OPEN_EXISTING, 0, NULL);
}

static void Print(const wchar_t* text) {
  DWORD written;
  HANDLE out = Console(L"CONOUT$");
  if (!WriteConsoleW(out, text, (DWORD)wcslen(text), &written, NULL)) exit(CANNOT_WRITE);
  CloseHandle(out);
}

static void Say(const wchar_t* format, ...) {
  static wchar_t text[8192];
  va_list arguments;
  va_start(arguments, format);
  vswprintf(text, sizeof text / sizeof *text, format, arguments);
  va_end(arguments);
  Print(text);
}

static void SaySize(const wchar_t* when) {
  CONSOLE_SCREEN_BUFFER_INFO info;
  HANDLE out = Console(L"CONOUT$");
  if (!GetConsoleScreenBufferInfo(out, &info)) exit(CANNOT_READ);
  CloseHandle(out);
  Say(L"%ls %dx%d\r\n", when, info.srWindow.Right - info.srWindow.Left + 1,
      info.srWindow.Bottom - info.srWindow.Top + 1);
}

static int Line(void) {
  wchar_t line[256];
  DWORD count;
  Say(L"ready\r\n");
  if (!ReadConsoleW(Console(L"CONIN$"), line, 255, &count, NULL)) return CANNOT_READ;
  while (count > 0 && (line[count - 1] == L'\r' || line[count - 1] == L'\n')) count--;
  line[count] = 0;
  Say(L"got <%ls>\r\n", line);
  return 7;
}

static int Answers(void) {
  wchar_t line[256];
  DWORD count;
  const HANDLE in = Console(L"CONIN$");
  Say(L"ready\r\n");
  for (;;) {
    if (!ReadConsoleW(in, line, 255, &count, NULL)) return CANNOT_READ;
    while (count > 0 && (line[count - 1] == L'\r' || line[count - 1] == L'\n')) count--;
    line[count] = 0;
    if (wcscmp(line, L"quit") == 0) return 0;
    Say(L"got <%ls>\r\n", line);
  }
}

static int Resize(void) {
  HANDLE in = Console(L"CONIN$");
  SetConsoleMode(in, ENABLE_WINDOW_INPUT | ENABLE_PROCESSED_INPUT);
  SaySize(L"before");
  for (ULONGLONG end = GetTickCount64() + 6000; GetTickCount64() < end;) {
    INPUT_RECORD record;
    DWORD count;
    if (WaitForSingleObject(in, 100) != WAIT_OBJECT_0) continue;
    if (!ReadConsoleInputW(in, &record, 1, &count)) return CANNOT_READ;
    if (record.EventType == WINDOW_BUFFER_SIZE_EVENT) break;
  }
  SaySize(L"after");
  return 0;
}

static int Lines(int count) {
  HANDLE out = Console(L"CONOUT$");
  for (int i = 1; i <= count; i++) {
    char text[64];
    DWORD written;
    const int size = snprintf(text, sizeof text, "line %06d of many\r\n", i);
    if (!WriteFile(out, text, (DWORD)size, &written, NULL)) return CANNOT_WRITE;
  }
  return 3;
}

static volatile LONG signals;

static BOOL WINAPI Handler(DWORD event) {
  InterlockedOr(&signals, 1 << event);
  return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT;
}

static int Interrupt(void) {
  SetConsoleCtrlHandler(Handler, TRUE);
  Say(L"ready\r\n");
  for (int i = 0; i < 100 && !signals; i++) Sleep(50);
  Say(L"signals %ld\r\n", signals);
  return signals ? 5 : 6;
}

static int Argv(int argc, wchar_t** argv) {
  for (int i = 2; i < argc; i++) {
    Say(L"[");
    // By code units, so that nothing that a console does to its text matters.
    for (const wchar_t* c = argv[i]; *c; c++) Say(L"%04x", *c);
    Say(L"]\r\n");
  }
  Say(L"end\r\n");
  return 0;
}

static int Start(const wchar_t* what) {
  wchar_t self[MAX_PATH], line[MAX_PATH + 64];
  STARTUPINFOW startup = {.cb = sizeof startup};
  PROCESS_INFORMATION started;
  GetModuleFileNameW(NULL, self, MAX_PATH);
  swprintf(line, MAX_PATH + 64, L"\"%ls\" %ls", self, what);
  if (!CreateProcessW(self, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &started)) return 92;
  Say(L"started %lu\r\n", started.dwProcessId);
  return 0;
}

int wmain(int argc, wchar_t** argv) {
  const wchar_t* what = argc > 1 ? argv[1] : L"";
  const wchar_t* argument = argc > 2 ? argv[2] : L"";
#define IS(name) (wcscmp(what, L##name) == 0)
  if (IS("exit")) return Say(L"leaving\r\n"), _wtoi(argument);
  if (IS("silent")) return _wtoi(argument);
  if (IS("size")) return SaySize(L"size"), 0;
  if (IS("line")) return Line();
  if (IS("answers")) return Answers();
  if (IS("resize")) return Resize();
  if (IS("lines")) return Lines(_wtoi(argument));
  if (IS("interrupt")) return Interrupt();
  if (IS("argv")) return Argv(argc, argv);
  if (IS("unicode")) return Say(L"h\u00e9 \u20ac \U0001F600 \u6f22\r\n"), 0;
  if (IS("stay")) return Say(L"staying\r\n"), Sleep(60000), 8;
  if (IS("start")) return Start(L"stay");
  if (IS("start-and-stay")) return Start(L"stay") ? 92 : (Sleep(60000), 8);
  if (IS("cwd")) {
    wchar_t folder[MAX_PATH];
    GetCurrentDirectoryW(MAX_PATH, folder);
    return Say(L"cwd <%ls>\r\n", folder), 0;
  }
  if (IS("env")) {
    wchar_t value[4096];
    const DWORD length = GetEnvironmentVariableW(argument, value, 4096);
    if (length == 0) return Say(L"env none\r\n"), 0;
    return Say(L"env <%ls>\r\n", value), 0;
  }
  return NOT_KNOWN;
}
