#include "win/console_child.h"

#include <winternl.h>

#include <utility>
#include <vector>

namespace flatpty {

namespace {

// Not in the headers: the pid of the console host, with flags in its two lowest bits.
constexpr auto kConsoleHostProcess = static_cast<PROCESSINFOCLASS>(49);
// Terminated like this by Windows itself: STATUS_CONTROL_C_EXIT.
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

void ConsoleChild::Prepare(CompletionPort* port, uint64_t key) {
  job_ = std::make_shared<Job>();
  wait_ = std::make_unique<ProcessWait>(port, key);
}

void ConsoleChild::Launch(const ConsoleProgram& program, PseudoConsole* console) {
  ConsoleProcess started = LaunchOnConsole(program, console->get(), *job_);
  console->Release();
  host_pid_ = console->host_pid();
  process_ = std::move(started.process);
  pid_ = started.pid;
}

void ConsoleChild::Begin(Held) {
  state_ = State::kRunning;
  wait_->Watch(process_.get());
}

int ConsoleChild::Reap(Held, std::unique_ptr<ProcessWait>* wait) {
  DWORD code = 0;
  ::GetExitCodeProcess(process_.get(), &code);
  state_ = State::kEnded;
  *wait = std::move(wait_);
  // node-pty's sign: 0xC000013A is -1073741510.
  return static_cast<int>(code);
}

void ConsoleChild::TerminateAttached() const noexcept {
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
