#include "win/process_wait.h"

#include "win/last_error.h"

namespace flatpty {

namespace {

// Between tries to post when there is no memory for it: an exit must not be lost.
constexpr DWORD kRetryMs = 10;

}  // namespace

ProcessWait::ProcessWait(CompletionPort* port, uint64_t key)
    : port_(port), key_(key), wait_(::CreateThreadpoolWait(Ended, this, nullptr)) {
  if (wait_ == nullptr) ThrowLastError("CreateThreadpoolWait");
}

void ProcessWait::Watch(HANDLE process) { ::SetThreadpoolWait(wait_, process, nullptr); }

ProcessWait::~ProcessWait() {
  ::SetThreadpoolWait(wait_, nullptr, nullptr);
  ::WaitForThreadpoolWaitCallbacks(wait_, TRUE);
  ::CloseThreadpoolWait(wait_);
}

void CALLBACK ProcessWait::Ended(PTP_CALLBACK_INSTANCE, void* context, PTP_WAIT, TP_WAIT_RESULT) {
  const auto self = static_cast<ProcessWait*>(context);
  while (!self->port_->Post(self->key_)) ::Sleep(kRetryMs);
}

}  // namespace flatpty
