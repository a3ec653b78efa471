// The I/O thread: one per process, started by the first pty, shared by every JS environment.
#ifndef FLATPTY_REACTOR_H_
#define FLATPTY_REACTOR_H_

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/chunk.h"
#include "core/deferred.h"
#include "core/line.h"
#include "core/near_watch.h"
#include "core/poller.h"

namespace flatpty {

class Pty;

class Reactor {
 public:
  // The one global of the addon. It is never destroyed and its thread never joined: ptys of a
  // worker that ended are still reaped, and the addon stays mapped (PinLibrary). Throws SysError
  // when the poller or the thread cannot be had; the next call tries again.
  static Reactor& Get();

  Poller& poller() { return *poller_; }
  // For the reactor's thread.
  ChunkMemory& MemoryForChunks() {
    memory_used_ = true;
    return memory_;
  }
  // For JS threads. Trimmed by the reactor's thread, which hears of near terminals in use.
  ChunkMemory& MemoryForNear() { return memory_; }
  NearWatch& near_watch() { return near_watch_; }

  // Keeps `pty` alive until Remove.
  void Add(std::shared_ptr<Pty> pty);
  void Remove(PtyId id);

  // Has Pty::OnTime called from the reactor's thread soon. With no memory left, of every pty.
  void Post(PtyId id) noexcept;

  // Asks `deferred` from time to time, and releases it when it is done. False: there is no memory
  // for that.
  bool ReleaseLater(std::shared_ptr<DeferredRelease> deferred) noexcept;

  static Token FdToken(PtyId id) { return id * 2; }
  static Token ChildToken(PtyId id) { return id * 2 + 1; }
  static PtyId PtyOf(Token token) { return token / 2; }

 private:
  explicit Reactor(std::unique_ptr<Poller> poller) : poller_(std::move(poller)) {}

  void Run();
  void RunReady(const Ready* events, size_t count);
  void RunPosted(TimePoint now);
  void RunTimers(TimePoint now);
  void AskAll(TimePoint now);
  void AskDeferred(TimePoint now);
  std::shared_ptr<Pty> Find(PtyId id);
  void Settle(const std::shared_ptr<Pty>& pty, TimePoint deadline);
  void TrimMemory(TimePoint now);
  int TimeoutMs() const;

  const std::unique_ptr<Poller> poller_;
  ChunkMemory memory_;
  NearWatch near_watch_;

  std::mutex mutex_;
  std::unordered_map<PtyId, std::shared_ptr<Pty>> ptys_;
  std::vector<PtyId> posted_;
  std::list<std::shared_ptr<DeferredRelease>> deferred_;
  std::atomic<bool> any_deferred_{false};  // since the last look
  std::atomic<bool> starved_{false};       // memory ran out, and with it a timer or a post

  // The reactor thread's own.
  std::set<std::pair<TimePoint, PtyId>> timers_;
  TimePoint ask_deferred_at_ = kNever;
  bool memory_used_ = false;  // and trim_at_ is still to be set
  TimePoint trim_at_ = kNever;
};

}  // namespace flatpty

#endif  // FLATPTY_REACTOR_H_
