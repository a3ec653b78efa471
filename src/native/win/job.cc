#include "win/job.h"

#include <cstddef>

#include "win/last_error.h"

namespace flatpty {

namespace {

constexpr size_t kFirstGuess = 32;
// STATUS_CONTROL_C_EXIT.
constexpr UINT kTerminated = 0xC000013A;

size_t BytesFor(size_t pids) {
  return offsetof(JOBOBJECT_BASIC_PROCESS_ID_LIST, ProcessIdList) + pids * sizeof(ULONG_PTR);
}

}  // namespace

Job::Job() : handle_(::CreateJobObjectW(nullptr, nullptr)) {
  if (!handle_.valid()) ThrowLastError("CreateJobObjectW");
}

std::vector<DWORD> Job::Members() const {
  std::vector<ULONG_PTR> memory;
  for (size_t room = kFirstGuess;; room *= 2) {
    memory.resize(BytesFor(room) / sizeof(ULONG_PTR) + 1);
    const auto list = reinterpret_cast<JOBOBJECT_BASIC_PROCESS_ID_LIST*>(memory.data());
    const BOOL done = ::QueryInformationJobObject(handle_.get(), JobObjectBasicProcessIdList, list,
                                                  static_cast<DWORD>(BytesFor(room)), nullptr);
    if (!done && ::GetLastError() == ERROR_MORE_DATA) continue;
    if (!done) ThrowLastError("QueryInformationJobObject");
    std::vector<DWORD> pids;
    pids.reserve(list->NumberOfProcessIdsInList);
    for (DWORD i = 0; i < list->NumberOfProcessIdsInList; i++) {
      pids.push_back(static_cast<DWORD>(list->ProcessIdList[i]));
    }
    return pids;
  }
}

void Job::Terminate() const {
  if (!::TerminateJobObject(handle_.get(), kTerminated)) ThrowLastError("TerminateJobObject");
}

}  // namespace flatpty
