#include "win/completion_port.h"

#include <winternl.h>

#include <algorithm>
#include <utility>

#include "win/last_error.h"

namespace flatpty {

namespace {

constexpr ULONG kBatch = 64;
constexpr int kPostTries = 50;

DWORD ErrorOf(const OVERLAPPED& overlapped) {
  const auto status = static_cast<NTSTATUS>(overlapped.Internal);
  return status == 0 ? 0 : ::RtlNtStatusToDosError(status);
}

}  // namespace

CompletionPort::CompletionPort()
    : port_(::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1)) {
  if (!port_.valid()) ThrowLastError("CreateIoCompletionPort");
}

void CompletionPort::Watch(HANDLE handle) {
  if (::CreateIoCompletionPort(handle, port_.get(), 0, 0) == nullptr) {
    ThrowLastError("CreateIoCompletionPort");
  }
}

// It fails for want of memory alone, and a key that is lost can stop a terminal for good.
bool CompletionPort::Post(uint64_t key) noexcept {
  for (int tries = 0; tries < kPostTries; tries++) {
    if (tries > 0) ::Sleep(1);
    if (::PostQueuedCompletionStatus(port_.get(), 0, static_cast<ULONG_PTR>(key), nullptr)) {
      return true;
    }
  }
  return false;
}

size_t CompletionPort::Wait(uint64_t* keys, size_t capacity, int timeout_ms) {
  OVERLAPPED_ENTRY entries[kBatch];
  ULONG count = 0;
  const ULONG most = static_cast<ULONG>(std::min<size_t>(capacity, kBatch));
  const DWORD timeout = timeout_ms < 0 ? INFINITE : static_cast<DWORD>(timeout_ms);
  if (!::GetQueuedCompletionStatusEx(port_.get(), entries, most, &count, timeout, FALSE)) return 0;
  size_t keyed = 0;
  for (ULONG i = 0; i < count; i++) {
    if (entries[i].lpOverlapped == nullptr) {
      keys[keyed++] = entries[i].lpCompletionKey;
      continue;
    }
    const auto operation = static_cast<Operation*>(entries[i].lpOverlapped);
    const std::shared_ptr<Operation> kept = std::move(operation->kept_);
    const uint64_t key =
        operation->Completed(entries[i].dwNumberOfBytesTransferred, ErrorOf(*operation));
    if (key != 0) keys[keyed++] = key;
  }
  return keyed;
}

}  // namespace flatpty
