// A Node-API addon for tests: how many handles and threads this process has, and how many processes
// of the terminals there are. GetProcessHandleCount says 0 under Wine; the system's own lists are right there and on
// Windows.
#include <windows.h>
#include <winternl.h>
#define NAPI_EXTERN __declspec(dllimport)
#include <node_api.h>
#include <stdlib.h>
#include <tlhelp32.h>

#define USED(F) F(create_object) F(set_named_property) F(create_double) F(create_function)
#define POINTER(name) static __typeof__(&napi_##name) p_##name;
USED(POINTER)

typedef struct {
  void* object;
  ULONG_PTR pid, handle;
  ULONG access;
  USHORT trace, type;
  ULONG attributes, reserved;
} Entry;
typedef struct {
  ULONG_PTR count, reserved;
  Entry entries[1];
} List;

enum { ALL_HANDLES = 64, TOO_SHORT = (int)0xC0000004 };  // SystemExtendedHandleInformation

static double Handles(void) {
  double found = 0;
  for (ULONG size = 1 << 20; size <= 1u << 27; size *= 2) {
    List* list = malloc(size);
    const NTSTATUS status = NtQuerySystemInformation(ALL_HANDLES, list, size, NULL);
    for (ULONG_PTR i = 0; status == 0 && i < list->count; i++) {
      found += list->entries[i].pid == GetCurrentProcessId();
    }
    free(list);
    if (status != TOO_SHORT) return status == 0 ? found : -1;
  }
  return -1;
}

static double Threads(void) {
  const HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
  THREADENTRY32 entry = {.dwSize = sizeof entry};
  double found = 0;
  for (BOOL more = Thread32First(all, &entry); more; more = Thread32Next(all, &entry)) {
    found += entry.th32OwnerProcessID == GetCurrentProcessId();
  }
  CloseHandle(all);
  return found;
}

// Of this process, and what programs of the tests are by name: the host of a terminal that ended may
// have lost its parent. Windows (and Wine) start and end services of their own meanwhile.
static BOOL IsOurs(const PROCESSENTRY32* entry) {
  const char* names[] = {"probe.exe", "OpenConsole.exe"};
  for (int i = 0; i < 2; i++) {
    if (_stricmp(entry->szExeFile, names[i]) == 0) return TRUE;
  }
  return entry->th32ParentProcessID == GetCurrentProcessId();
}

static double Processes(void) {
  const HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  PROCESSENTRY32 entry = {.dwSize = sizeof entry};
  double found = 0;
  for (BOOL more = Process32First(all, &entry); more; more = Process32Next(all, &entry)) {
    found += IsOurs(&entry);
  }
  CloseHandle(all);
  return found;
}

static void Put(napi_env env, napi_value object, const char* name, double value) {
  napi_value number;
  p_create_double(env, value, &number);
  p_set_named_property(env, object, name, number);
}

static napi_value Census(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  p_create_object(env, &result);
  Put(env, result, "handles", Handles());
  Put(env, result, "threads", Threads());
  Put(env, result, "processes", Processes());
  return result;
}

__declspec(dllexport) int32_t node_api_module_get_api_version_v1(void) { return 8; }

__declspec(dllexport) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const HMODULE host = GetModuleHandleW(NULL);
  napi_value census;
#define FIND(name) \
  if (!(p_##name = (void*)GetProcAddress(host, "napi_" #name))) return exports;
  USED(FIND)
  p_create_function(env, "census", NAPI_AUTO_LENGTH, Census, NULL, &census);
  p_set_named_property(env, exports, "census", census);
  return exports;
}
