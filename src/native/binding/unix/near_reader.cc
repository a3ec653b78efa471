#include "binding/unix/near_reader.h"

#include "binding/environment.h"
#include "binding/unix/unix_part.h"
#include "core/pty.h"
#include "core/sys_error.h"

namespace flatpty {

namespace {

// Terminals in one turn of the event loop.
constexpr size_t kMost = 64;
// Chunks of one terminal in one turn: a near read fills two at the most.
constexpr int kChunks = 4;

// Found by name, because not every runtime that loads this addon has it.
decltype(&napi_make_callback) MakeCallback() {
  static const auto make_callback =
      reinterpret_cast<decltype(&napi_make_callback)>(FindFunction("napi_make_callback"));
  return make_callback;
}

}  // namespace

NearReader::~NearReader() {
  if (loop_) loop_->Remove(this);
}

std::shared_ptr<NearGroup> NearReader::Group(Napi::Env env) {
  if (state_ == State::kOn) return loop_->group();
  if (state_ != State::kAllowed) return nullptr;
  try {
    loop_ = MakeCallback() == nullptr ? nullptr : NearLoop::Of(env);
  } catch (const SysError&) {
    return nullptr;  // no descriptor is left; the next spawn tries again
  }
  state_ = loop_ ? State::kOn : State::kRefused;
  if (!loop_) return nullptr;
  env_ = env;
  turn_ = Napi::Persistent(Napi::Function::New(
      env,
      [](const Napi::CallbackInfo& info) {
        Environment::Of(info.Env()).os->near_reader.Turn(info.Env());
      },
      "near"));
  receiver_ = Napi::Persistent(Napi::Object::New(env));
  loop_->Add(this);
  return loop_->group();
}

// napi_make_callback enters the context, and runs what nextTick and promises have queued
// afterwards. In a worker that is being terminated it refuses.
void NearReader::OnReadable() {
  napi_handle_scope scope;
  if (napi_open_handle_scope(env_, &scope) != napi_ok) return;
  napi_value turn = nullptr;
  napi_value receiver = nullptr;
  napi_value ignored;
  if (napi_get_reference_value(env_, turn_, &turn) == napi_ok &&
      napi_get_reference_value(env_, receiver_, &receiver) == napi_ok) {
    const napi_status status = MakeCallback()(env_, nullptr, receiver, turn, 0, nullptr, &ignored);
    // Of what nextTick or a promise has queued, which has no caller of its own to throw into.
    napi_value error;
    if (status == napi_pending_exception &&
        napi_get_and_clear_last_exception(env_, &error) == napi_ok) {
      napi_fatal_exception(env_, error);
    }
  }
  napi_close_handle_scope(env_, scope);
}

void NearReader::Turn(Napi::Env env) {
  Environment& environment = Environment::Of(env);
  NearReady ready[kMost];
  const size_t count = loop_->group()->poller().Look(ready, kMost);
  for (size_t i = 0; i < count; i++) {
    const std::shared_ptr<Line> line = environment.Find(Reactor::PtyOf(ready[i].token));
    if (!line) continue;  // another environment's, or closed by a listener just now
    // Every line of this OS is a Pty.
    auto* const pty = static_cast<Pty*>(line.get());
    if (!pty->ReadNear(ready[i].hung_up, Clock::now())) continue;
    reads_++;
    bool more = true;
    for (int chunk = 0; more && chunk < kChunks; chunk++) {
      const Delivery delivery = pty->TakeNear();
      environment.HandOver(line, delivery);
      more = delivery.more;
    }
    pty->EndNear(Clock::now());
  }
}

}  // namespace flatpty
