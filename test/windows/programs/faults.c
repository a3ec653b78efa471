// A Node-API addon for tests: makes Win32 calls of the addon under test fail. It puts functions of
// its own in front of those that pty.node imports (and of those that it asks GetProcAddress for),
// so what is tested is the file that is released.
//   arm(call, nth, error): the nth call from now on fails with that error, once.  calls(call): how
//   many there were.
#include <windows.h>
#include <winternl.h>
#define NAPI_EXTERN __declspec(dllimport)
#include <node_api.h>
#include <string.h>

#define USED(F)                                                                                    \
  F(create_function)                                                                               \
  F(set_named_property) F(get_cb_info) F(get_value_string_utf8) F(get_value_int32) F(create_int32) \
      F(get_boolean)
#define POINTER(name) static __typeof__(&napi_##name) p_##name;
USED(POINTER)

typedef struct {
  const char* name;
  void* real;
  LONG calls;
  LONG fails_at;
  DWORD error;
} Call;

// True when this call is the one that is to fail.
static BOOL Fails(Call* call) {
  const LONG n = InterlockedIncrement(&call->calls);
  if (n != call->fails_at) return FALSE;
  call->fails_at = 0;
  SetLastError(call->error);
  return TRUE;
}

#define WRAP(name, result, failed, parameters, ...)                     \
  static Call call_##name = {#name, NULL, 0, 0, 0};                     \
  static result WINAPI wrapped_##name parameters {                      \
    if (Fails(&call_##name)) return failed;                             \
    return ((result(WINAPI*) parameters)call_##name.real)(__VA_ARGS__); \
  }

WRAP(CreateNamedPipeW, HANDLE, INVALID_HANDLE_VALUE,
     (LPCWSTR a, DWORD b, DWORD c, DWORD d, DWORD e, DWORD f, DWORD g, SECURITY_ATTRIBUTES* h), a,
     b, c, d, e, f, g, h)
WRAP(CreateFileW, HANDLE, INVALID_HANDLE_VALUE,
     (LPCWSTR a, DWORD b, DWORD c, SECURITY_ATTRIBUTES* d, DWORD e, DWORD f, HANDLE g), a, b, c, d,
     e, f, g)
WRAP(CreateIoCompletionPort, HANDLE, NULL, (HANDLE a, HANDLE b, ULONG_PTR c, DWORD d), a, b, c, d)
WRAP(CreateJobObjectW, HANDLE, NULL, (SECURITY_ATTRIBUTES * a, LPCWSTR b), a, b)
WRAP(InitializeProcThreadAttributeList, BOOL, FALSE,
     (LPPROC_THREAD_ATTRIBUTE_LIST a, DWORD b, DWORD c, SIZE_T* d), a, b, c, d)
WRAP(UpdateProcThreadAttribute, BOOL, FALSE,
     (LPPROC_THREAD_ATTRIBUTE_LIST a, DWORD b, DWORD_PTR c, void* d, SIZE_T e, void* f, SIZE_T* g),
     a, b, c, d, e, f, g)
WRAP(CreateProcessW, BOOL, FALSE,
     (LPCWSTR a, LPWSTR b, SECURITY_ATTRIBUTES* c, SECURITY_ATTRIBUTES* d, BOOL e, DWORD f, void* g,
      LPCWSTR h, STARTUPINFOW* i, PROCESS_INFORMATION* j),
     a, b, c, d, e, f, g, h, i, j)
WRAP(CreateThreadpoolWork, PTP_WORK, NULL, (PTP_WORK_CALLBACK a, void* b, PTP_CALLBACK_ENVIRON c),
     a, b, c)
WRAP(CreateThreadpoolWait, PTP_WAIT, NULL, (PTP_WAIT_CALLBACK a, void* b, PTP_CALLBACK_ENVIRON c),
     a, b, c)
WRAP(ReadFile, BOOL, FALSE, (HANDLE a, void* b, DWORD c, DWORD* d, OVERLAPPED* e), a, b, c, d, e)
WRAP(WriteFile, BOOL, FALSE, (HANDLE a, const void* b, DWORD c, DWORD* d, OVERLAPPED* e), a, b, c,
     d, e)
WRAP(PostQueuedCompletionStatus, BOOL, FALSE, (HANDLE a, DWORD b, ULONG_PTR c, OVERLAPPED* d), a, b,
     c, d)
WRAP(CreatePseudoConsole, HRESULT, HRESULT_FROM_WIN32(call_CreatePseudoConsole.error),
     (COORD a, HANDLE b, HANDLE c, DWORD d, void* e), a, b, c, d, e)
WRAP(ResizePseudoConsole, HRESULT, HRESULT_FROM_WIN32(call_ResizePseudoConsole.error),
     (void* a, COORD b), a, b)
WRAP(NtOpenProcessToken, NTSTATUS, (NTSTATUS)0xC0000022, (HANDLE a, ACCESS_MASK b, HANDLE* c), a, b,
     c)

WRAP(TerminateJobObject, BOOL, FALSE, (HANDLE a, UINT b), a, b)

typedef struct {
  Call* call;
  void* wrapped;
} Wrapped;

#define ENTRY(name) \
  { &call_##name, (void*)wrapped_##name }
static const Wrapped kCalls[] = {
    ENTRY(CreateNamedPipeW),
    ENTRY(CreateFileW),
    ENTRY(CreateIoCompletionPort),
    ENTRY(CreateJobObjectW),
    ENTRY(CreateProcessW),
    ENTRY(InitializeProcThreadAttributeList),
    ENTRY(CreateThreadpoolWork),
    ENTRY(CreateThreadpoolWait),
    ENTRY(UpdateProcThreadAttribute),
    ENTRY(ReadFile),
    ENTRY(WriteFile),
    ENTRY(PostQueuedCompletionStatus),
    ENTRY(CreatePseudoConsole),
    ENTRY(ResizePseudoConsole),
    ENTRY(NtOpenProcessToken),
    ENTRY(TerminateJobObject),
};
enum { CALLS = sizeof kCalls / sizeof *kCalls };

static const Wrapped* Named(const char* name) {
  for (int i = 0; i < CALLS; i++) {
    if (strcmp(kCalls[i].call->name, name) == 0) return &kCalls[i];
  }
  return NULL;
}

// As on a Windows that has no function of the name in FLATPTY_TEST_HIDE.
static BOOL IsHidden(const char* name) {
  char hidden[64];
  const DWORD size = GetEnvironmentVariableA("FLATPTY_TEST_HIDE", hidden, sizeof hidden);
  return size > 0 && size < sizeof hidden && strcmp(name, hidden) == 0;
}

static FARPROC WINAPI FindProcedure(HMODULE module, const char* name) {
  if ((ULONG_PTR)name > 0xffff && IsHidden(name)) return NULL;
  const FARPROC real = GetProcAddress(module, name);
  const Wrapped* wrapped = (ULONG_PTR)name > 0xffff ? Named(name) : NULL;
  if (real == NULL || wrapped == NULL) return real;
  wrapped->call->real = (void*)real;
  return (FARPROC)wrapped->wrapped;
}

static void Replace(IMAGE_THUNK_DATA* slot, void* with) {
  DWORD before;
  VirtualProtect(slot, sizeof *slot, PAGE_READWRITE, &before);
  slot->u1.Function = (ULONG_PTR)with;
  VirtualProtect(slot, sizeof *slot, before, &before);
}

static void WrapImport(IMAGE_THUNK_DATA* slot, const char* name) {
  const Wrapped* wrapped = Named(name);
  if (strcmp(name, "GetProcAddress") == 0) Replace(slot, (void*)FindProcedure);
  if (wrapped == NULL) return;
  wrapped->call->real = (void*)slot->u1.Function;
  Replace(slot, wrapped->wrapped);
}

// Every import of the loaded module, by the PE format's tables.
static BOOL WrapImportsOf(HMODULE module) {
  BYTE* const base = (BYTE*)module;
  if (module == NULL) return FALSE;
  const IMAGE_NT_HEADERS* pe = (IMAGE_NT_HEADERS*)(base + ((IMAGE_DOS_HEADER*)base)->e_lfanew);
  const IMAGE_DATA_DIRECTORY imports =
      pe->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
  const IMAGE_IMPORT_DESCRIPTOR* dll = (IMAGE_IMPORT_DESCRIPTOR*)(base + imports.VirtualAddress);
  for (; dll->Name != 0; dll++) {
    const IMAGE_THUNK_DATA* name = (IMAGE_THUNK_DATA*)(base + dll->OriginalFirstThunk);
    IMAGE_THUNK_DATA* slot = (IMAGE_THUNK_DATA*)(base + dll->FirstThunk);
    for (; name->u1.AddressOfData != 0; name++, slot++) {
      if (IMAGE_SNAP_BY_ORDINAL(name->u1.Ordinal)) continue;
      WrapImport(slot, (char*)((IMAGE_IMPORT_BY_NAME*)(base + name->u1.AddressOfData))->Name);
    }
  }
  return TRUE;
}

static const Wrapped* NameIn(napi_env env, napi_value value) {
  char name[64] = "";
  p_get_value_string_utf8(env, value, name, sizeof name, NULL);
  return Named(name);
}

// arm(call, nth, error) -> whether there is such a call
static napi_value Arm(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value arguments[3], result;
  int32_t nth = 0, error = 0;
  p_get_cb_info(env, info, &count, arguments, NULL, NULL);
  p_get_value_int32(env, arguments[1], &nth);
  p_get_value_int32(env, arguments[2], &error);
  const Wrapped* wrapped = NameIn(env, arguments[0]);
  if (wrapped != NULL) {
    wrapped->call->error = (DWORD)error;
    wrapped->call->calls = 0;
    wrapped->call->fails_at = nth;
  }
  p_get_boolean(env, wrapped != NULL && wrapped->call->real != NULL, &result);
  return result;
}

// pending(call) -> 1 as long as the failure that was armed has not come
static napi_value Pending(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  p_get_cb_info(env, info, &count, &argument, NULL, NULL);
  const Wrapped* wrapped = NameIn(env, argument);
  p_create_int32(env, wrapped != NULL && wrapped->call->fails_at != 0, &result);
  return result;
}

static void Add(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  p_create_function(env, name, NAPI_AUTO_LENGTH, callback, NULL, &function);
  p_set_named_property(env, exports, name, function);
}

__declspec(dllexport) int32_t node_api_module_get_api_version_v1(void) { return 8; }

__declspec(dllexport) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const HMODULE host = GetModuleHandleW(NULL);
#define FIND(name) \
  if (!(p_##name = (void*)GetProcAddress(host, "napi_" #name))) return exports;
  USED(FIND)
  if (!WrapImportsOf(GetModuleHandleW(L"pty.node"))) return exports;
  Add(env, exports, "arm", Arm);
  Add(env, exports, "pending", Pending);
  return exports;
}
