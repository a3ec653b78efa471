#include "binding/line_calls.h"

#include <memory>
#include <utility>

#include "binding/environment.h"
#include "binding/js_error.h"

namespace flatpty {

namespace {

// Input up to this size needs no memory of its own on its way.
constexpr size_t kShortInput = 4096;

PtyId IdIn(const Napi::CallbackInfo& info) {
  return static_cast<PtyId>(info[0].ToNumber().Int64Value());
}

std::shared_ptr<Line> Find(const Napi::CallbackInfo& info) {
  return Environment::Of(info.Env()).Find(IdIn(info));
}

Napi::Value Number(const Napi::CallbackInfo& info, double value) {
  return Napi::Number::New(info.Env(), value);
}

// pid(id): -1 where there is no child
Napi::Value Pid(const Napi::CallbackInfo& info) {
  const auto line = Find(info);
  return Number(info, line ? static_cast<double>(line->child_id()) : -1);
}

uint64_t WriteText(const Napi::CallbackInfo& info, Line* line) {
  const Napi::Env env = info.Env();
  char few[kShortInput];
  size_t size = 0;
  napi_get_value_string_utf8(env, info[1], few, sizeof few, &size);
  // A character takes at most 4 bytes: with less than that left, some may be missing.
  if (size + 4 < sizeof few) return line->Write(few, size);
  if (napi_get_value_string_utf8(env, info[1], nullptr, 0, &size) != napi_ok) return line->taken();
  Bytes many = MakeBytes(size + 1);
  napi_get_value_string_utf8(env, info[1], many.get(), size + 1, &size);
  return line->Write(std::move(many), size);
}

// write(id, data): how many bytes were taken so far, of all input; undefined once closed
Napi::Value Write(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const bool text = info[1].IsString();
  if (!text && !info[1].IsTypedArray()) {
    throw Napi::TypeError::New(env, "write takes a string or a Uint8Array");
  }
  const auto line = Find(info);
  if (!line) return env.Undefined();
  return OrJsError(env, [&] {
    if (text) return Number(info, static_cast<double>(WriteText(info, line.get())));
    const auto bytes = info[1].As<Napi::Uint8Array>();
    const auto* data = reinterpret_cast<const char*>(bytes.Data());
    return Number(info, static_cast<double>(line->Write(data, bytes.ByteLength())));
  });
}

// setReading(id, wanted)
void SetReading(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).SetReading(IdIn(info), info[1].ToBoolean());
}

// setReferenced(id, referenced)
void SetReferenced(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).SetReferenced(IdIn(info), info[1].ToBoolean());
}

// stopDecoding(id)
void StopDecoding(const Napi::CallbackInfo& info) {
  if (const auto line = Find(info)) line->StopDecoding();
}

// close(id)
void Close(const Napi::CallbackInfo& info) {
  if (const auto line = Find(info)) line->Close();
}

void Deliver(const Napi::CallbackInfo& info) { Environment::Of(info.Env()).DeliverInTurn(); }

// setDeliverSoon(callback): called to have `deliver` run in the next turn of the event loop
void SetDeliverSoon(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).deliver_soon = Napi::Persistent(info[0].As<Napi::Function>());
}

// setDispatcher(callback): called with each event of each terminal made from here on
void SetDispatcher(const Napi::CallbackInfo& info) {
  auto& dispatcher = Environment::Of(info.Env()).dispatcher;
  const auto callback = info[0].As<Napi::Function>();
  if (dispatcher && dispatcher->Value().StrictEquals(callback)) return;
  dispatcher = std::make_shared<Napi::FunctionReference>(Napi::Persistent(callback));
}

}  // namespace

void DefineLineCalls(Napi::Env env, Napi::Object exports) {
  const auto define = [&](const char* name, auto function) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  define("pid", Pid);
  define("write", Write);
  define("setReading", SetReading);
  define("setReferenced", SetReferenced);
  define("stopDecoding", StopDecoding);
  define("close", Close);
  define("deliver", Deliver);
  define("setDeliverSoon", SetDeliverSoon);
  define("setDispatcher", SetDispatcher);
}

}  // namespace flatpty
