// The I/O thread on Windows: one per process, for all consoles of all JS environments.
#ifndef FLATPTY_WIN_CONSOLE_THREAD_H_
#define FLATPTY_WIN_CONSOLE_THREAD_H_

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/chunk.h"
#include "core/deferred.h"
#include "core/line.h"
#include "win/completion_port.h"

namespace flatpty {

class ConsoleLine;

// What a key of the port says of a line.
enum class ConsoleEvent : uint64_t { kOutput = 0, kInput = 1, kExit = 2, kLook = 3 };

class ConsoleThread {
 public:
  // The one global of the addon. Never destroyed and its thread never joined: the addon stays
  // loaded. Throws SysError; the next call tries again.
  static ConsoleThread& Get();

  CompletionPort& port() { return port_; }
  ChunkMemory& memory() { return memory_; }

  static uint64_t Key(PtyId id, ConsoleEvent event) {
    return id * 4 + static_cast<uint64_t>(event);
  }

  // Keeps `line` alive until Remove. Throws std::bad_alloc.
  void Add(std::shared_ptr<ConsoleLine> line);
  void Remove(PtyId id);
  bool ReleaseLater(std::shared_ptr<DeferredRelease> deferred) noexcept;

 private:
  ConsoleThread() = default;

  void Run();
  void RunTimers(TimePoint now);
  std::shared_ptr<ConsoleLine> Find(PtyId id);
  bool AskDeferred();
  int TimeoutMs(TimePoint now);

  CompletionPort port_;
  ChunkMemory memory_;

  std::mutex mutex_;
  std::unordered_map<PtyId, std::shared_ptr<ConsoleLine>> lines_;
  std::list<std::shared_ptr<DeferredRelease>> deferred_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_THREAD_H_
