#include "binding/unix/near_loop.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <new>
#include <unordered_map>

#include "core/reactor.h"

namespace flatpty {

namespace {

// Found by name, because not every runtime that loads this addon has them.
struct NodeCalls {
  decltype(&napi_get_uv_event_loop) get_loop;
  decltype(&napi_add_async_cleanup_hook) add_hook;
  decltype(&napi_remove_async_cleanup_hook) remove_hook;
  bool found = FindFunction("napi_get_uv_event_loop", &get_loop) &&
               FindFunction("napi_add_async_cleanup_hook", &add_hook) &&
               FindFunction("napi_remove_async_cleanup_hook", &remove_hook);

  static const NodeCalls& Get() {
    static const NodeCalls calls{};
    return calls;
  }
};

// Those that are open, by uv_loop_t. Never destroyed: threads may outlive main.
struct OpenLoops {
  std::mutex mutex;
  std::unordered_map<void*, std::shared_ptr<NearLoop>> by_loop;

  static OpenLoops& Get() {
    static auto* const loops = new OpenLoops();
    return *loops;
  }
};

}  // namespace

std::shared_ptr<NearLoop> NearLoop::Of(napi_env env) {
  const Uv* const uv = FindUv();
  uv_loop_s* loop = nullptr;
  if (uv == nullptr || !NodeCalls::Get().found) return nullptr;
  if (NodeCalls::Get().get_loop(env, &loop) != napi_ok) return nullptr;
  OpenLoops& open = OpenLoops::Get();
  {
    const std::lock_guard<std::mutex> lock(open.mutex);
    const auto found = open.by_loop.find(loop);
    if (found != open.by_loop.end()) return found->second;
  }
  const auto fresh = std::make_shared<NearLoop>(std::make_shared<NearGroup>(MakeNearPoller()));
  if (!fresh->Open(*uv, env, loop, fresh)) return nullptr;
  const std::lock_guard<std::mutex> lock(open.mutex);
  open.by_loop[loop] = fresh;
  return fresh;
}

bool NearLoop::Open(const Uv& uv, napi_env env, void* loop, const std::shared_ptr<NearLoop>& self) {
  void* const handle = std::calloc(1, uv.handle_size(Uv::kPoll));
  if (handle == nullptr) return false;
  if (uv.poll_init(loop, handle, group_->poller().Descriptor()) != 0) {
    std::free(handle);
    return false;
  }
  loop_ = loop;
  handle_ = handle;
  self_ = self;
  uv.set_data(handle, this);
  uv.unref(handle);
  if (NodeCalls::Get().add_hook(env, OnEnd, this, &hook_) != napi_ok) {
    hook_ = nullptr;
    uv.close(handle, OnClosed);
    return false;
  }
  Start();
  return true;
}

// What fails here leaves every terminal far.
void NearLoop::Start() {
  try {
    Reactor::Get().near_watch().Add(group_);
  } catch (const std::bad_alloc&) {
    group_->Close();
  }
  if (FindUv()->poll_start(handle_, Uv::kReadable, OnPoll) != 0) group_->Close();
}

void NearLoop::Add(Reader* reader) {
  const auto left = std::find(readers_.begin(), readers_.end(), nullptr);
  if (left == readers_.end()) {
    readers_.push_back(reader);
  } else {
    *left = reader;
  }
}

void NearLoop::Remove(Reader* reader) {
  std::replace(readers_.begin(), readers_.end(), reader, static_cast<Reader*>(nullptr));
}

void NearLoop::OnPoll(void* handle, int status, int) {
  auto* const self = static_cast<NearLoop*>(FindUv()->get_data(handle));
  if (status < 0) {
    self->group_->Close();
    FindUv()->poll_stop(handle);
    return;
  }
  self->group_->NoteLook();
  // By index: a listener may bring or end an environment's reader.
  for (size_t i = 0; i < self->readers_.size(); i++) {
    if (self->readers_[i] != nullptr) self->readers_[i]->OnReadable();
  }
}

// Asynchronous, because Node closes the loop only when all such hooks are removed: libuv must have
// closed the handle by then.
void NearLoop::OnEnd(napi_async_cleanup_hook_handle, void* data) {
  auto* const self = static_cast<NearLoop*>(data);
  self->group_->Close();
  FindUv()->poll_stop(self->handle_);
  Reactor::Get().near_watch().Remove(self->group_);
  {
    OpenLoops& open = OpenLoops::Get();
    const std::lock_guard<std::mutex> lock(open.mutex);
    open.by_loop.erase(self->loop_);
  }
  FindUv()->close(self->handle_, OnClosed);
}

void NearLoop::OnClosed(void* handle) {
  // The last reference may be this one.
  const std::shared_ptr<NearLoop> self =
      std::move(static_cast<NearLoop*>(FindUv()->get_data(handle))->self_);
  std::free(handle);
  self->handle_ = nullptr;
  if (self->hook_ != nullptr) NodeCalls::Get().remove_hook(self->hook_);
}

}  // namespace flatpty
