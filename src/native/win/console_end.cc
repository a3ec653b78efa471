// ConsoleLine: terminating what is attached to a console, and nothing else of the job. An editor
// that was started from a shell is in the job, but has no console.
#include <windows.h>
#include <winternl.h>

#include "win/console_line.h"

namespace flatpty {

namespace {

// Not in the headers: the pid of the console host, with flags in its two lowest bits.
constexpr auto kConsoleHostProcess = static_cast<PROCESSINFOCLASS>(49);
constexpr UINT kTerminated = 0xC000013A;

// True also where Windows does not say (Wine): then the job alone decides.
bool MayBeAttached(HANDLE process, DWORD host_pid) {
  ULONG_PTR host = 0;
  const NTSTATUS status =
      ::NtQueryInformationProcess(process, kConsoleHostProcess, &host, sizeof host, nullptr);
  if (status < 0 || host == 0 || host_pid == 0) return true;
  return (host & ~static_cast<ULONG_PTR>(3)) == host_pid;
}

}  // namespace

void ConsoleLine::TerminateAttached() {
  // The program itself is what was asked for; it does nothing to one that has ended.
  ::TerminateProcess(process_.get(), kTerminated);
  std::vector<DWORD> pids;
  try {
    pids = job_->Members();
  } catch (...) {
    return;  // no memory for the list
  }
  for (const DWORD pid : pids) {
    const DWORD access = PROCESS_TERMINATE | PROCESS_QUERY_LIMITED_INFORMATION;
    const UniqueHandle process(::OpenProcess(access, FALSE, pid));
    BOOL member = FALSE;
    // The pid may be another process's by now.
    if (!process.valid() || !::IsProcessInJob(process.get(), job_->get(), &member)) continue;
    if (member && MayBeAttached(process.get(), host_pid_)) {
      ::TerminateProcess(process.get(), kTerminated);
    }
  }
}

}  // namespace flatpty
