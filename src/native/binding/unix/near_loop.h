// The one uv_poll of an event loop: it reports that near terminals are ready.
#ifndef FLATPTY_BINDING_UNIX_NEAR_LOOP_H_
#define FLATPTY_BINDING_UNIX_NEAR_LOOP_H_

#include <node_api.h>

#include <memory>
#include <vector>

#include "core/near.h"
#include "unix/uv.h"

namespace flatpty {

// For the loop's thread. It has one handle and one descriptor however often the addon is loaded
// into its environment. The handle is unreferenced: the thread-safe function of each environment
// keeps the loop alive. It closes by itself when the loop's environment ends.
class NearLoop {
 public:
  // Of one environment.
  class Reader {
   public:
    // Some terminals are ready, perhaps another reader's. Straight from the loop: there is no scope
    // and no callback around it.
    virtual void OnReadable() = 0;

   protected:
    ~Reader() = default;
  };

  // The one of the event loop of `env`, made at the first call. Null where there is no libuv, or it
  // refuses. Throws SysError.
  static std::shared_ptr<NearLoop> Of(napi_env env);

  explicit NearLoop(std::shared_ptr<NearGroup> group) : group_(std::move(group)) {}

  const std::shared_ptr<NearGroup>& group() const { return group_; }

  void Add(Reader* reader);
  // Harmless after the end of the loop.
  void Remove(Reader* reader);

 private:
  bool Open(const Uv& uv, napi_env env, void* loop, const std::shared_ptr<NearLoop>& self);
  void Start();
  static void OnPoll(void* handle, int status, int events);
  static void OnEnd(napi_async_cleanup_hook_handle hook, void* self);
  static void OnClosed(void* handle);

  const std::shared_ptr<NearGroup> group_;
  void* loop_ = nullptr;
  void* handle_ = nullptr;  // libuv's until OnClosed
  napi_async_cleanup_hook_handle hook_ = nullptr;
  std::vector<Reader*> readers_;    // null: left
  std::shared_ptr<NearLoop> self_;  // until libuv has closed the handle
};

}  // namespace flatpty

#endif  // FLATPTY_BINDING_UNIX_NEAR_LOOP_H_
