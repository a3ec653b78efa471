#include "binding/pty_calls.h"

#include <memory>
#include <system_error>
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

std::shared_ptr<Pty> Find(const Napi::CallbackInfo& info) {
  return Environment::Of(info.Env()).Find(IdIn(info));
}

Napi::Value Number(const Napi::CallbackInfo& info, double value) {
  return Napi::Number::New(info.Env(), value);
}

// pid(id): -1 where there is no child
Napi::Value Pid(const Napi::CallbackInfo& info) {
  const auto pty = Find(info);
  return Number(info, pty ? static_cast<double>(pty->child_id()) : -1);
}

// fd(id): -1 once closed
Napi::Value Fd(const Napi::CallbackInfo& info) {
  const auto pty = Find(info);
  return Number(info, pty ? static_cast<double>(pty->Share()) : -1);
}

// isOpen(id)
Napi::Value IsOpen(const Napi::CallbackInfo& info) {
  const auto pty = Find(info);
  return Napi::Boolean::New(info.Env(), pty && pty->IsOpen());
}

// ptsName(id): empty once unknown
Napi::Value SlaveName(const Napi::CallbackInfo& info) {
  const auto pty = Find(info);
  return Napi::String::New(info.Env(), pty ? pty->slave_name() : std::string());
}

// launchState(id): undefined on the way, null for a program that runs, else its failure
Napi::Value LaunchState(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto pty = Find(info);
  if (!pty) return env.Null();
  return OrJsError(env, [&]() -> Napi::Value {
    if (pty->Stage() != LaunchStage::kDone) return env.Undefined();
    const auto failure = pty->Failure();
    if (!failure) return env.Null();
    auto object = Napi::Object::New(env);
    object["errno"] = Napi::Number::New(env, failure->error);
    object["syscall"] = Napi::String::New(env, failure->syscall);
    object["atCwd"] = Napi::Boolean::New(env, failure->at_cwd);
    object["message"] = Napi::String::New(env, std::generic_category().message(failure->error));
    return object;
  });
}

uint64_t WriteText(const Napi::CallbackInfo& info, Pty* pty) {
  const Napi::Env env = info.Env();
  char few[kShortInput];
  size_t size = 0;
  napi_get_value_string_utf8(env, info[1], few, sizeof few, &size);
  // A character takes at most 4 bytes: with less than that left, some may be missing.
  if (size + 4 < sizeof few) return pty->Write(few, size);
  if (napi_get_value_string_utf8(env, info[1], nullptr, 0, &size) != napi_ok) return pty->taken();
  InputQueue::Bytes many(new char[size + 1]);
  napi_get_value_string_utf8(env, info[1], many.get(), size + 1, &size);
  return pty->Write(std::move(many), size);
}

// write(id, data): how many bytes were taken so far, of all input; undefined once closed
Napi::Value Write(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const bool text = info[1].IsString();
  if (!text && !info[1].IsTypedArray()) {
    throw Napi::TypeError::New(env, "write takes a string or a Uint8Array");
  }
  const auto pty = Find(info);
  if (!pty) return env.Undefined();
  return OrJsError(env, [&] {
    if (text) return Number(info, static_cast<double>(WriteText(info, pty.get())));
    const auto bytes = info[1].As<Napi::Uint8Array>();
    const auto* data = reinterpret_cast<const char*>(bytes.Data());
    return Number(info, static_cast<double>(pty->Write(data, bytes.ByteLength())));
  });
}

// resize(id, cols, rows, xPixels, yPixels)
void Resize(const Napi::CallbackInfo& info) {
  const auto number = [&info](size_t i) {
    return static_cast<unsigned short>(info[i].ToNumber().Uint32Value());
  };
  const TerminalSize size = {number(1), number(2), number(3), number(4)};
  const auto pty = Find(info);
  if (!pty) return;
  OrJsError(info.Env(), [&] { pty->Resize(size); });
}

// setRawMode(id, raw)
void SetRawMode(const Napi::CallbackInfo& info) {
  const auto pty = Find(info);
  if (!pty) return;
  OrJsError(info.Env(), [&] { pty->SetRawMode(info[1].ToBoolean()); });
}

// kill(id, signal): false when there is no such child, or it may not be signalled
Napi::Value Kill(const Napi::CallbackInfo& info) {
  const auto pty = Find(info);
  return Napi::Boolean::New(info.Env(), pty && pty->Kill(info[1].ToNumber().Int32Value()));
}

// expectSignal(id, signal): makes room for what comes of it; false when the child is reaped
Napi::Value ExpectSignal(const Napi::CallbackInfo& info) {
  const auto pty = Find(info);
  const int signal = info[1].ToNumber().Int32Value();
  return Napi::Boolean::New(info.Env(), pty && pty->ExpectSignal(signal));
}

// foregroundGroup(id): below 1 when there is none
Napi::Value ForegroundGroup(const Napi::CallbackInfo& info) {
  const auto pty = Find(info);
  return Number(info, pty ? static_cast<double>(pty->ForegroundGroup()) : -1);
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
  if (const auto pty = Find(info)) pty->StopDecoding();
}

// close(id)
void Close(const Napi::CallbackInfo& info) {
  if (const auto pty = Find(info)) pty->Close();
}

}  // namespace

void DefinePtyCalls(Napi::Env env, Napi::Object exports) {
  const auto define = [&](const char* name, auto function) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  define("pid", Pid);
  define("fd", Fd);
  define("isOpen", IsOpen);
  define("ptsName", SlaveName);
  define("launchState", LaunchState);
  define("write", Write);
  define("resize", Resize);
  define("setRawMode", SetRawMode);
  define("kill", Kill);
  define("expectSignal", ExpectSignal);
  define("foregroundGroup", ForegroundGroup);
  define("setReading", SetReading);
  define("setReferenced", SetReferenced);
  define("stopDecoding", StopDecoding);
  define("close", Close);
}

}  // namespace flatpty
