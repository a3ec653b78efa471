// One JS environment (the main thread, or a worker): its ptys and the way their news reach it.
#ifndef FLATPTY_ENVIRONMENT_H_
#define FLATPTY_ENVIRONMENT_H_

#include <napi.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/deferred.h"
#include "core/line.h"
#include "core/pty_queue.h"

namespace flatpty {

struct OsPart;

// The half that the reactor's thread touches. It outlives the environment as long as a pty knows
// it; after Close it swallows everything.
class Mailbox : public Outlet,
                public DeferredRelease,
                public std::enable_shared_from_this<Mailbox> {
 public:
  explicit Mailbox(napi_threadsafe_function wake) : wake_(wake) {}

  void Notify(std::shared_ptr<Line> line, bool urgent) noexcept override;
  // The next with news, the urgent ones first. nullptr when there is none: then a wake-up comes at
  // the next news.
  std::shared_ptr<Line> Next() noexcept;
  // For a pty with more news than were taken.
  void PutBack(std::shared_ptr<Line> line) noexcept;
  void Close();

  // JS has been asked to come for the rest in its next turn, or has come. If it does not (its
  // setImmediate was replaced, or has thrown), the reactor's thread wakes it after kPatience: one
  // turn that is missed must not silence all terminals.
  void SetAwaited(bool awaited) noexcept;
  bool ReleaseIfDone() noexcept override;

 private:
  static constexpr std::chrono::milliseconds kPatience{100};

  void Wake() noexcept;

  std::mutex mutex_;
  PtyQueue urgent_;
  PtyQueue bulk_;
  bool armed_ = true;
  bool closed_ = false;
  TimePoint awaited_since_ = kNever;
  bool watched_ = false;  // by the reactor

  // Taken after mutex_ has been released, so that the JS thread does not wake up only to wait for
  // the thread that has woken it.
  std::mutex wake_mutex_;
  napi_threadsafe_function wake_;  // null once closed
};

// The JS thread's half.
class Environment {
 public:
  // What the dispatcher gets as its second argument (src/addon/addon.ts has the same numbers).
  enum Event { kData = 0, kEnd = 1, kExit = 2, kTaken = 3 };

  explicit Environment(Napi::Env env) : env_(env) {}
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

  // Set by JS before it makes a terminal: gets its events, as (id, event, value?, value?). Copies
  // of the library share an environment, and each hears of its own terminals.
  std::shared_ptr<Napi::FunctionReference> dispatcher;
  // Set by JS: runs DeliverInTurn in the next turn of the event loop. Its argument says whether
  // that may keep the loop alive.
  Napi::FunctionReference deliver_soon;
  // What this OS keeps for each environment: unix_part.h.
  std::shared_ptr<OsPart> os;

  // Made at first use. Throws Napi::Error.
  const std::shared_ptr<Mailbox>& GetMailbox();

  // Knows `pty` by its id until its last event has been told. The event loop stays alive as long
  // as such a pty is referenced. Throws std::bad_alloc, with the pty detached.
  void Add(const std::shared_ptr<Line>& line);
  // nullptr for an id that is not known, or no longer.
  std::shared_ptr<Line> Find(PtyId id) const;
  void SetReferenced(PtyId id, bool referenced);
  void SetReading(PtyId id, bool wanted);

  void DeliverInTurn();

 private:
  struct Entry {
    std::shared_ptr<Line> line;
    std::shared_ptr<Napi::FunctionReference> dispatcher;
    bool referenced = true;
    bool wanted = true;
    bool ended = false;
    bool exited = false;
    bool counted = false;
  };

  static void CallJs(napi_env env, napi_value, void* context, void*);
  void Deliver();
  size_t DeliverOne(const std::shared_ptr<Line>& line, bool* more);
  void Tell(PtyId id, Event event, std::initializer_list<napi_value> arguments);
  void Recount(Entry* entry);
  void Shutdown();

  Napi::Env env_;
  std::shared_ptr<Mailbox> mailbox_;
  napi_threadsafe_function wake_ = nullptr;
  std::unordered_map<PtyId, Entry> entries_;
  size_t live_ = 0;  // entries that keep the event loop alive
  // Since the event loop last had its turn, as far as we know.
  size_t told_ = 0;                // bytes
  Clock::duration spent_{};        // in JS
  bool delivery_awaited_ = false;  // DeliverInTurn has been asked for
};

}  // namespace flatpty

#endif  // FLATPTY_ENVIRONMENT_H_
