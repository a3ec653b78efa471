// Lets Microsoft's OpenConsole.exe, as it is, be the console host of programs under Wine.
//
// OpenConsole gets its work from a driver, ConDrv, by DeviceIoControl. Wine has no such driver: its
// server gives a console host the requests of Wine's own protocol. This DLL sits in OpenConsole's
// process, takes the place of DeviceIoControl there, and translates one into the other
// (translate.c).
//
// It is built as api-ms-win-shell-namespace-l1-1-0.dll, beside OpenConsole.exe, which imports one
// function of that DLL, does not call it without a window, and does not find the DLL in Wine 10.
// The number of the server's request changes from one version of Wine to the next, so this is for
// Wine 10.0 only.
//
// OpenConsole sees one client, from the first request of any program until the console has gone:
// Wine does not tell a host which program speaks, or that one has come or gone.
#include "bridge.h"
#include "replace_import.h"

// The position of get_next_console_request in server/protocol.def of Wine 10.0.
#define WINE_REQ_NUMBER 60

struct server_request {
  union {
    struct {
      int req;
      u32 request_size, reply_size, handle;
      int signal, read;
      u32 status;
    } q;
    struct {
      u32 error, reply_size, code, output, out_size;
    } r;
    int pad[16];
  } u;
  u32 data_count;
  void* reply_data;
  struct {
    const void* ptr;
    u32 size;
  } data[5];
};
static u32 (*server_call)(void*);

static CRITICAL_SECTION lock;
static HANDLE server, input_event, poke, main_thread;
static struct message messages[4];
static struct request busy, reading, first;
static int have_busy, busy_inflight, have_reading, have_first, connect_sent;
static u32 next_id = 1;
static FILE* trace;
ULONG_PTR client, client_in, client_out;
struct screen_buffer buffers[32];

void note(const char* format, ...) {
  if (!trace) return;
  va_list args;
  va_start(args, format);
  fprintf(trace, "%lu [%lu] ", GetTickCount(), GetCurrentThreadId());
  vfprintf(trace, format, args);
  fputc('\n', trace);
  fflush(trace);
  va_end(args);
}

struct message* new_message(int kind, u32 function, ULONG_PTR object, u32 in_len, u32 out_cap) {
  for (int i = 0; i < 4; i++) {
    struct message* m = &messages[i];
    if (m->used) continue;
    memset(m, 0, sizeof *m);
    m->used = 1, m->kind = kind, m->function = function, m->object = object, m->id = next_id++;
    m->in = calloc(1, in_len + 8), m->in_len = in_len;
    m->out = calloc(1, out_cap + 8), m->out_cap = out_cap;
    return m;
  }
  return NULL;
}
static struct message* find(u32 id) {
  for (int i = 0; i < 4; i++)
    if (messages[i].used && messages[i].id == id) return &messages[i];
  return NULL;
}
static void drop(struct message* m) { free(m->in), free(m->out), memset(m, 0, sizeof *m); }

static void clear(struct request* r) {
  free(r->in), free(r->res), free(r->got), memset(r, 0, sizeof *r);
}

static int input_ready(void) {
  return input_event && WaitForSingleObject(input_event, 0) == WAIT_OBJECT_0;
}

static void finish_reading(void) {
  struct server_request q = {0};
  q.u.q.req = WINE_REQ_NUMBER, q.u.q.handle = (u32)(ULONG_PTR)server, q.u.q.read = 1;
  q.u.q.signal = input_ready(), q.u.q.status = reading.status;
  if (reading.res_len)
    q.data[0].ptr = reading.res, q.data[0].size = reading.res_len, q.data_count = 1;
  q.u.q.request_size = reading.res_len;
  u32 status = server_call(&q);
  note("read %x answered: %x, %u bytes -> %x", reading.code, reading.status, reading.res_len,
       status);
  clear(&reading);
  have_reading = 0;
  SetEvent(poke);
}

// OpenConsole's answer to a message.
static void completed(const struct complete* c) {
  EnterCriticalSection(&lock);
  struct message* m = find(c->id);
  if (!m) {
    note("answer to unknown message %u", c->id);
    LeaveCriticalSection(&lock);
    return;
  }
  u32 status = (u32)c->status;
  if (c->size && c->offset + c->size <= m->out_cap && c->data)
    memcpy(m->out + c->offset, c->data, c->size);
  if (m->kind == K_CONNECT) {
    if (c->size >= 24 && c->data) {
      client = ((ULONG_PTR*)c->data)[0], client_in = ((ULONG_PTR*)c->data)[1],
      client_out = ((ULONG_PTR*)c->data)[2];
    }
    note("connected: status %x", status);
  } else {
    struct request* r = m->kind == K_READ ? &reading : &busy;
    free(r->got);
    r->got = m->out, r->got_len = m->out_cap, m->out = NULL;
    r->information = c->information;
    r->step++;
    if (status) r->status = status;
    if (m->kind == K_BUSY)
      busy_inflight = 0;
    else {
      if (!status) step(r, K_READ);  // builds the result; never asks for more
      finish_reading();
    }
  }
  drop(m);
  SetEvent(poke);
  LeaveCriticalSection(&lock);
}

static BOOL deliver(struct message* m, u8* to, u32 to_len, DWORD* written) {
  struct descriptor d = {0};
  d.id = m->id, d.process = client, d.object = m->object, d.function = m->function;
  d.in_size = m->in_len, d.out_size = m->out_cap;
  if (m->function == F_CONNECT) d.process = GetCurrentProcessId(), d.object = GetCurrentThreadId();
  u32 n = m->in_len < to_len - sizeof d ? m->in_len : to_len - (u32)sizeof d;
  memcpy(to, &d, sizeof d);
  if (m->function != F_CONNECT) memcpy(to + sizeof d, m->in, n);
  if (written) *written = sizeof d + n;
  LeaveCriticalSection(&lock);
  return TRUE;
}

static BOOL read_io(const struct complete* reply, u8* to, u32 to_len, DWORD* written) {
  static u8* buffer;
  static u32 buffer_len = 1 << 16;
  if (!buffer) {
    buffer = malloc(buffer_len);
    // OpenConsole starts this thread before it has set up its VT side, and a client that connects
    // in between gets none: no preamble, no input. Its main thread ends when all is set up.
    WaitForSingleObject(main_thread, 5000);
  }
  if (reply) completed(reply);
  for (;;) {
    EnterCriticalSection(&lock);
    struct request r = {0};
    if (have_first) {  // what made us connect; now it has its turn
      r = first, have_first = 0;
      goto fetched;
    }
    u32 status = 0, len = 0;
    u8* data = NULL;
    if (have_busy) {
      if (busy_inflight) {
        LeaveCriticalSection(&lock);
        WaitForSingleObject(poke, INFINITE);
        continue;
      }
      struct message* m = busy.status ? NULL : step(&busy, K_BUSY);
      if (m) {
        busy_inflight = 1;
        return deliver(m, to, to_len, written);
      }
      status = busy.status;
      data = busy.res, len = status ? 0 : busy.res_len;
      if (status) note("ioctl %x answered with %x", busy.code, status);
    }
    int ready = input_ready();
    struct server_request q = {0};
    q.u.q.req = WINE_REQ_NUMBER, q.u.q.handle = (u32)(ULONG_PTR)server, q.u.q.signal = ready,
    q.u.q.status = status;
    if (len) q.data[0].ptr = data, q.data[0].size = len, q.data_count = 1;
    q.u.q.request_size = len;
    q.reply_data = buffer, q.u.q.reply_size = buffer_len;
    status = server_call(&q);
    if (have_busy) clear(&busy), have_busy = 0;
    if (status == ST_OVERFLOW) {
      buffer_len = q.u.r.out_size + 4096;
      buffer = realloc(buffer, buffer_len);
      LeaveCriticalSection(&lock);
      continue;
    }
    if (status == ST_PENDING) {
      LeaveCriticalSection(&lock);
      HANDLE handles[3] = {server, poke, input_event};
      WaitForMultipleObjects(input_event && !ready ? 3 : 2, handles, FALSE, INFINITE);
      continue;
    }
    if (status) {
      note("no console any more: %x", status);
      LeaveCriticalSection(&lock);
      SetLastError(ERROR_PIPE_NOT_CONNECTED);
      return FALSE;
    }
    r.code = q.u.r.code, r.output = q.u.r.output, r.out_size = q.u.r.out_size,
    r.in_size = q.u.r.reply_size;
    r.in = calloc(1, r.in_size + 128);
    memcpy(r.in, buffer, r.in_size);
    note("ioctl %x output %u in %u out %u", r.code, r.output, r.in_size, r.out_size);
    if (!connect_sent) {  // Wine does not say that a client is there: the first that it wants is
                          // the sign
      connect_sent = 1;
      first = r, have_first = 1;
      struct message* m = new_message(K_CONNECT, F_CONNECT, 0, 1340, 24);
      m->in[32] = 1;  // a console application
      return deliver(m, to, to_len, written);
    }
  fetched:;
    int blocking = r.code == W_READ_INPUT || r.code == W_READ_CONSOLE ||
                   r.code == W_READ_CONSOLE_CONTROL || r.code == W_READ_FILE;
    if (!blocking) {
      busy = r, have_busy = 1;
      LeaveCriticalSection(&lock);
      continue;
    }
    reading = r, have_reading = 1;
    struct message* m = step(&reading, K_READ);
    if (m) return deliver(m, to, to_len, written);
    finish_reading();
    LeaveCriticalSection(&lock);
  }
}

static BOOL transfer(struct operation* o, int into_host) {
  EnterCriticalSection(&lock);
  struct message* m = find(o->id);
  if (m && into_host) {
    memset(o->data, 0, o->size);
    if (o->offset < m->in_len) {
      u32 n = m->in_len - o->offset;
      memcpy(o->data, m->in + o->offset, n < o->size ? n : o->size);
    }
  } else if (m && o->offset + o->size <= m->out_cap)
    memcpy(m->out + o->offset, o->data, o->size);
  LeaveCriticalSection(&lock);
  if (!m) SetLastError(ERROR_NOT_FOUND);
  return m != NULL;
}

static BOOL WINAPI device_io_control(HANDLE h, DWORD code, void* in, DWORD in_len, void* out,
                                     DWORD out_len, DWORD* written, OVERLAPPED* overlapped) {
  switch (code) {
    case C_SET_SERVER_INFORMATION:
      server = h, input_event = *(HANDLE*)in;
      note("server %p, input event %p", server, input_event);
      return TRUE;
    case C_ALLOW_VIA_UIACCESS:
      return TRUE;
    case C_READ_IO:
      server = h;
      return read_io(in_len >= sizeof(struct complete) ? in : NULL, out, out_len, written);
    case C_COMPLETE_IO:
      completed(in);
      return TRUE;
    case C_READ_INPUT:
      return transfer(in, 1);
    case C_WRITE_OUTPUT:
      return transfer(in, 0);
  }
  note("DeviceIoControl %lx passed on", code);
  return DeviceIoControl(h, code, in, in_len, out, out_len, written, overlapped);
}

// ConsoleControl, which Wine's user32 lacks: signals for the clients. Wine can send ^C and ^Break
// only.
static u32 WINAPI console_control(int command, void* ptr, DWORD len) {
  if (command != 7) return 0;
  struct {
    HANDLE pid;
    HWND window;
    u32 event, flags;
  }* end = ptr;
  struct {
    int event;
    u32 group;
  } event = {(int)end->event, 0};
  DWORD n;
  BOOL ok = end->event <= 1 &&
            DeviceIoControl(server, W_CTRL_EVENT, &event, sizeof event, NULL, 0, &n, NULL);
  note("EndTask event %u flags %x: %s", end->event, end->flags, ok ? "sent" : "not sent");
  return 0;
}

static FARPROC WINAPI get_proc_address(HMODULE module, const char* name) {
  if ((ULONG_PTR)name > 0xffff && !strcmp(name, "ConsoleControl")) return (FARPROC)console_control;
  return GetProcAddress(module, name);
}

// OpenConsole asks whether the handle it was given is a console's; Wine does not answer that for a
// server.
struct device_information {
  u32 type, characteristics;
};
static NTSTATUS NTAPI query_volume(HANDLE h, IO_STATUS_BLOCK* io, void* to, ULONG len, int class) {
  NTSTATUS(NTAPI * real)
  (HANDLE, IO_STATUS_BLOCK*, void*, ULONG, int) =
      (void*)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQueryVolumeInformationFile");
  NTSTATUS status = real(h, io, to, len, class);
  if (status && class == 4 && len >= sizeof(struct device_information)) {
    struct device_information* d = to;
    d->type = 0x50, d->characteristics = 0, status = 0;
  }
  return status;
}

__declspec(dllexport) HRESULT WINAPI SHCreateItemFromParsingName(void) { return E_NOTIMPL; }

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, void* reserved) {
  if (reason != DLL_PROCESS_ATTACH) return TRUE;
  wchar_t exe[MAX_PATH];
  GetModuleFileNameW(NULL, exe, MAX_PATH);
  const wchar_t* name = wcsrchr(exe, L'\\');
  if (_wcsicmp(name ? name + 1 : exe, L"OpenConsole.exe")) return TRUE;
  char file[MAX_PATH], path[MAX_PATH + 16];
  if (GetEnvironmentVariableA("CONDRV_BRIDGE_LOG", file, sizeof file)) {
    snprintf(path, sizeof path, "%s.%lu", file, GetCurrentProcessId());
    trace = fopen(path, "a");
  }
  InitializeCriticalSection(&lock);
  poke = CreateEventW(NULL, FALSE, FALSE, NULL);
  DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &main_thread,
                  SYNCHRONIZE, FALSE, 0);
  server_call = (void*)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_server_call");
  if (!server_call) return TRUE;  // not Wine
  replace_import(GetModuleHandleW(NULL), "DeviceIoControl", device_io_control);
  replace_import(GetModuleHandleW(NULL), "GetProcAddress", get_proc_address);
  replace_import(GetModuleHandleW(NULL), "NtQueryVolumeInformationFile", query_volume);
  note("bridge in %ls", GetCommandLineW());
  return TRUE;
}
