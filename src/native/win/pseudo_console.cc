#include "win/pseudo_console.h"

#include <mutex>
#include <utility>

#include "win/last_error.h"

namespace flatpty {

namespace {

// The beginning of what an HPCON points to. microsoft/terminal's winconpty.h calls it an ABI that
// is shared with the OS.
struct ConsoleObject {
  HANDLE signal;
  HANDLE reference;
  HANDLE host;
};

// What ReleasePseudoConsole does, where Windows has no such function.
void DropReference(HPCON console) {
  const auto object = static_cast<ConsoleObject*>(console);
  DWORD flags;
  if (object->reference == nullptr || !::GetHandleInformation(object->reference, &flags)) return;
  ::CloseHandle(std::exchange(object->reference, nullptr));
}

}  // namespace

struct PseudoConsole::State {
  explicit State(const ConsoleApi& from) : api(from) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (close_work != nullptr) ::CloseThreadpoolWork(close_work);
  }

  const ConsoleApi& api;
  // Made before the console, so that closing needs no memory.
  PTP_WORK close_work = nullptr;
  // The work's own hold on this object, from Close until the console is closed.
  std::shared_ptr<State> kept;

  std::mutex mutex;
  HPCON console = nullptr;  // null once Close has been called

  HPCON closing = nullptr;

  static void CALLBACK CloseOnPool(PTP_CALLBACK_INSTANCE, void* context, PTP_WORK) {
    const std::shared_ptr<State> self = std::move(static_cast<State*>(context)->kept);
    self->api.close(std::exchange(self->closing, nullptr));
  }
};

PseudoConsole::PseudoConsole(const ConsoleApi& api, COORD size, HANDLE input, HANDLE output,
                             DWORD flags)
    : state_(std::make_shared<State>(api)) {
  state_->close_work = ::CreateThreadpoolWork(State::CloseOnPool, state_.get(), nullptr);
  if (state_->close_work == nullptr) ThrowLastError("CreateThreadpoolWork");
  const HRESULT result = api.create(size, input, output, flags, &state_->console);
  if (FAILED(result)) {
    state_->console = nullptr;
    ThrowResult(result, "CreatePseudoConsole");
  }
}

PseudoConsole::~PseudoConsole() { Close(); }

HPCON PseudoConsole::get() const { return state_->console; }

DWORD PseudoConsole::host_pid() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->console == nullptr) return 0;
  return ::GetProcessId(static_cast<const ConsoleObject*>(state_->console)->host);
}

void PseudoConsole::Release() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->console == nullptr) return;
  if (state_->api.release != nullptr) {
    state_->api.release(state_->console);
  } else {
    DropReference(state_->console);
  }
}

void PseudoConsole::Resize(COORD size) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->console == nullptr) return;
  const HRESULT result = state_->api.resize(state_->console, size);
  if (FAILED(result)) ThrowResult(result, "ResizePseudoConsole");
}

bool PseudoConsole::Clear() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->api.clear == nullptr) return false;
  if (state_->console == nullptr) return true;
  const HRESULT result = state_->api.clear(state_->console);
  if (FAILED(result)) ThrowResult(result, "ClearPseudoConsole");
  return true;
}

void PseudoConsole::Close() noexcept {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->console == nullptr) return;
  state_->closing = std::exchange(state_->console, nullptr);
  state_->kept = state_;
  ::SubmitThreadpoolWork(state_->close_work);
}

}  // namespace flatpty
