// rand_s is declared only where this is defined before the first header.
#define _CRT_RAND_S

#include "win/pipe_pair.h"

#include <cerrno>
#include <cstdlib>
#include <cwchar>

#include "win/last_error.h"
#include "win/user_only.h"

namespace flatpty {

namespace {

// What the pipe holds before the console host waits: as Windows Terminal's.
constexpr DWORD kPipeBytes = 128 * 1024;

constexpr size_t kNameUnits = 64;

// LOCAL: a process in an AppContainer may make pipes there only. rand_s is the C library's door to
// the system's random numbers (RtlGenRandom).
void MakeName(wchar_t (&name)[kNameUnits]) {
  unsigned int random[4];
  for (unsigned int& word : random) {
    if (::rand_s(&word) != 0) throw SysError(ERROR_GEN_FAILURE, "rand_s");
  }
  std::swprintf(name, kNameUnits, L"\\\\.\\pipe\\LOCAL\\flatpty-%08x%08x%08x%08x", random[0],
                random[1], random[2], random[3]);
}

}  // namespace

PipePair MakePipe(PipeDirection direction) {
  UserOnly user_only;
  wchar_t name[kNameUnits];
  MakeName(name);
  const bool to_us = direction == PipeDirection::kToUs;
  const DWORD our_access = to_us ? PIPE_ACCESS_INBOUND : PIPE_ACCESS_OUTBOUND;
  PipePair pair;
  pair.ours = UniqueHandle(
      ::CreateNamedPipeW(name, our_access | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                         PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, to_us ? 0 : kPipeBytes,
                         to_us ? kPipeBytes : 0, 0, user_only.attributes()));
  if (!pair.ours.valid()) ThrowLastError("CreateNamedPipeW");
  pair.theirs = UniqueHandle(::CreateFileW(name, to_us ? GENERIC_WRITE : GENERIC_READ, 0, nullptr,
                                           OPEN_EXISTING, SECURITY_SQOS_PRESENT, nullptr));
  if (!pair.theirs.valid()) ThrowLastError("CreateFileW");
  return pair;
}

}  // namespace flatpty
