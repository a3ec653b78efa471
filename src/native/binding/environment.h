// One JS environment (the main thread, or a worker): its ptys and the way their news reach it.
#ifndef FLATPTY_ENVIRONMENT_H_
#define FLATPTY_ENVIRONMENT_H_

#include <napi.h>

#include <memory>
#include <unordered_map>

#include "core/line.h"
#include "core/mailbox.h"
#include "core/turn_budget.h"

namespace flatpty {

struct OsPart;

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

  // Knows `line` by its id until JS has its last event. The event loop stays alive as long
  // as such a pty is referenced. Throws std::bad_alloc, with the pty detached.
  void Add(const std::shared_ptr<Line>& line);
  // nullptr for an id that is not known, or no longer.
  std::shared_ptr<Line> Find(PtyId id) const;
  void SetReferenced(PtyId id, bool referenced);
  void SetReading(PtyId id, bool wanted);

  void DeliverInTurn();
  // Gives JS what was taken of a line.
  void HandOver(const std::shared_ptr<Line>& line, const Delivery& delivery);

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
  void Tell(PtyId id, Event event, std::initializer_list<napi_value> arguments);
  void Recount(Entry* entry);
  void Shutdown();

  Napi::Env env_;
  std::shared_ptr<Mailbox> mailbox_;
  napi_threadsafe_function wake_ = nullptr;
  std::unordered_map<PtyId, Entry> entries_;
  size_t live_ = 0;  // entries that keep the event loop alive
  TurnBudget budget_;
  bool delivery_awaited_ = false;  // DeliverInTurn has been asked for
};

}  // namespace flatpty

#endif  // FLATPTY_ENVIRONMENT_H_
