#include "win/console_thread.h"

#include <windows.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "win/console_line.h"
#include "win/last_error.h"
#include "win/unique_handle.h"

namespace flatpty {

namespace {

constexpr size_t kKeysPerWait = 64;
// After this long without output what it needed is given back.
constexpr int kIdleMs = 1000;
constexpr int kAskDeferredMs = 20;
// A key of no line and no event.
constexpr uint64_t kWake = 3;

// Node frees the addon when a worker ends, and the thread runs in it.
void PinLibrary() {
  HMODULE self;
  const DWORD flags = GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS;
  if (!::GetModuleHandleExW(flags, reinterpret_cast<LPCWSTR>(&PinLibrary), &self)) {
    ThrowLastError("GetModuleHandleExW");
  }
}

}  // namespace

ConsoleThread& ConsoleThread::Get() {
  static std::mutex& mutex = *new std::mutex;
  static ConsoleThread* thread = nullptr;
  const std::lock_guard<std::mutex> lock(mutex);
  if (thread != nullptr) return *thread;
  PinLibrary();
  std::unique_ptr<ConsoleThread> made(new ConsoleThread);
  const auto run = [](void* self) -> DWORD {
    static_cast<ConsoleThread*>(self)->Run();
    return 0;
  };
  const UniqueHandle handle(::CreateThread(nullptr, 0, run, made.get(), 0, nullptr));
  if (!handle.valid()) ThrowLastError("CreateThread");
  thread = made.release();
  return *thread;
}

void ConsoleThread::Add(std::shared_ptr<ConsoleLine> line) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const PtyId id = line->id();
  lines_.emplace(id, std::move(line));
}

void ConsoleThread::Remove(PtyId id) {
  std::shared_ptr<ConsoleLine> last;  // destroyed after the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = lines_.find(id);
  if (found == lines_.end()) return;
  last = std::move(found->second);
  lines_.erase(found);
}

std::shared_ptr<ConsoleLine> ConsoleThread::Find(PtyId id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = lines_.find(id);
  return found == lines_.end() ? nullptr : found->second;
}

bool ConsoleThread::ReleaseLater(std::shared_ptr<DeferredRelease> deferred) noexcept {
  try {
    const std::lock_guard<std::mutex> lock(mutex_);
    deferred_.push_back(std::move(deferred));
  } catch (const std::bad_alloc&) {
    return false;
  }
  port_.Post(kWake);
  return true;
}

// False when there is nothing to ask about any more.
bool ConsoleThread::AskDeferred() {
  std::list<std::shared_ptr<DeferredRelease>> asked;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    asked.swap(deferred_);
  }
  asked.remove_if([](const auto& deferred) { return deferred->ReleaseIfDone(); });
  const std::lock_guard<std::mutex> lock(mutex_);
  deferred_.splice(deferred_.end(), asked);
  return !deferred_.empty();
}

// There are as many timers as terminals that are ending: few, so they are looked at one by one.
int ConsoleThread::TimeoutMs(TimePoint now) {
  TimePoint next = kNever;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [id, line] : lines_) next = std::min(next, line->deadline());
  }
  if (next == kNever) return kIdleMs;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, kIdleMs));
}

void ConsoleThread::RunTimers(TimePoint now) {
  std::vector<std::shared_ptr<ConsoleLine>> due;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [id, line] : lines_) {
      if (line->deadline() <= now) due.push_back(line);
    }
  }
  for (const auto& line : due) line->OnTime(now);
}

void ConsoleThread::Run() {
  bool idle = false;
  for (;;) {
    uint64_t keys[kKeysPerWait];
    const bool asks = AskDeferred();
    const int most = asks ? kAskDeferredMs : kIdleMs;
    const int timeout = std::min(TimeoutMs(Clock::now()), most);
    const size_t count = port_.Wait(keys, kKeysPerWait, idle && timeout == kIdleMs ? -1 : timeout);
    const TimePoint now = Clock::now();
    for (size_t i = 0; i < count; i++) {
      const auto line = Find(keys[i] / 4);
      if (line) line->On(static_cast<ConsoleEvent>(keys[i] % 4), now);
    }
    RunTimers(now);
    idle = count == 0 && timeout == kIdleMs && !memory_.Trim();
  }
}

bool ReleaseLater(std::shared_ptr<DeferredRelease> deferred) noexcept {
  try {
    return ConsoleThread::Get().ReleaseLater(std::move(deferred));
  } catch (const SysError&) {
    return false;
  }
}

}  // namespace flatpty
