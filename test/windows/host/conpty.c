// The conpty.dll that the tests give to a program under Wine. It passes everything on to
// Microsoft's own, which is beside it as conptyms.dll, and mends two things that differ in Wine:
// the name of the console's reference object, and that nothing can end the programs on a console
// whose host goes (there is no CTRL_CLOSE_EVENT in Wine).
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <winternl.h>

#include "replace_import.h"

#define GET_PROCESS_LIST ((0x50u << 16) | (23 << 2))
#define STATUS_CONTROL_C 0xC000013Au

struct pseudo_console {
  HANDLE signal, reference, process;
};
typedef NTSTATUS(NTAPI* open_file)(HANDLE*, ACCESS_MASK, OBJECT_ATTRIBUTES*, IO_STATUS_BLOCK*,
                                   ULONG, ULONG);

static NTSTATUS NTAPI nt_open_file(HANDLE* h, ACCESS_MASK access, OBJECT_ATTRIBUTES* a,
                                   IO_STATUS_BLOCK* io, ULONG share, ULONG options) {
  open_file real = (open_file)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtOpenFile");
  if (!a || !a->RootDirectory || !a->ObjectName || a->ObjectName->Length < 2 ||
      a->ObjectName->Buffer[0] != L'\\')
    return real(h, access, a, io, share, options);
  UNICODE_STRING name = *a->ObjectName;
  name.Buffer++, name.Length -= 2, name.MaximumLength -= 2;
  OBJECT_ATTRIBUTES b = *a;
  b.ObjectName = &name;
  return real(h, access, &b, io, share, options);
}

static FARPROC WINAPI get_proc_address(HMODULE module, const char* name) {
  if ((ULONG_PTR)name > 0xffff && !strcmp(name, "NtOpenFile")) return (FARPROC)nt_open_file;
  return GetProcAddress(module, name);
}

static HINSTANCE self;
static FARPROC real(const char* name) {
  static HMODULE module;
  if (!module) {
    wchar_t path[MAX_PATH];
    GetModuleFileNameW(self, path, MAX_PATH);
    wchar_t* slash = wcsrchr(path, L'\\');
    wcscpy(slash ? slash + 1 : path, L"conptyms.dll");
    HMODULE loaded = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!loaded) return NULL;
    replace_import(loaded, "GetProcAddress", get_proc_address);
    module = loaded;
  }
  return GetProcAddress(module, name);
}

typedef HRESULT(WINAPI* any)(ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR);
#define PASS_ON(name)                                                                           \
  __declspec(dllexport) HRESULT WINAPI name(ULONG_PTR a, ULONG_PTR b, ULONG_PTR c, ULONG_PTR d, \
                                            ULONG_PTR e, ULONG_PTR f) {                         \
    any to = (any)real(#name);                                                                  \
    return to ? to(a, b, c, d, e, f) : E_NOTIMPL;                                               \
  }
PASS_ON(ConptyCreatePseudoConsole)
PASS_ON(ConptyCreatePseudoConsoleAsUser)
PASS_ON(ConptyResizePseudoConsole)
PASS_ON(ConptyClearPseudoConsole)
PASS_ON(ConptyShowHidePseudoConsole)
PASS_ON(ConptyReparentPseudoConsole)
PASS_ON(ConptyPackPseudoConsole)

// Who is on the console whose reference was given up; it cannot be asked for later.
static struct {
  void* console;
  DWORD pids[16];
  DWORD count;
} released[64];

static DWORD clients(struct pseudo_console* console, DWORD* pids, DWORD max) {
  for (int i = 0; i < 64; i++) {
    if (released[i].console != console) continue;
    released[i].console = NULL;
    memcpy(pids, released[i].pids, released[i].count * sizeof *pids);
    return released[i].count;
  }
  DWORD bytes = 0;
  if (!console->reference) return 0;
  if (!DeviceIoControl(console->reference, GET_PROCESS_LIST, NULL, 0, pids, max * sizeof *pids,
                       &bytes, NULL))
    return 0;
  return bytes / sizeof *pids;
}

__declspec(dllexport) HRESULT WINAPI ConptyReleasePseudoConsole(struct pseudo_console* console) {
  for (int i = 0; console && i < 64; i++) {
    if (released[i].console) continue;
    released[i].count = clients(console, released[i].pids, 16);
    released[i].console = console;
    break;
  }
  HRESULT(WINAPI * to)(void*) = (void*)real("ConptyReleasePseudoConsole");
  return to ? to(console) : E_NOTIMPL;
}

__declspec(dllexport) void WINAPI ConptyClosePseudoConsole(struct pseudo_console* console) {
  DWORD pids[256], count = console ? clients(console, pids, 256) : 0;
  HANDLE handles[256];
  for (DWORD i = 0; i < count; i++) handles[i] = OpenProcess(PROCESS_TERMINATE, FALSE, pids[i]);
  void(WINAPI * to)(void*) = (void*)real("ConptyClosePseudoConsole");
  if (to) to(console);
  for (DWORD i = 0; i < count; i++) {
    if (!handles[i]) continue;
    if (pids[i] != GetCurrentProcessId()) TerminateProcess(handles[i], STATUS_CONTROL_C);
    CloseHandle(handles[i]);
  }
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void* reserved) {
  self = instance;
  return TRUE;
}
