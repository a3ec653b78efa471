#include "binding/unix/pty_calls.h"

#include <memory>
#include <system_error>
#include <utility>

#include "binding/environment.h"
#include "binding/js_error.h"
#include "core/pty.h"

namespace flatpty {

namespace {

// Every line of this OS is a Pty.
std::shared_ptr<Pty> Find(const Napi::CallbackInfo& info) {
  const auto id = static_cast<PtyId>(info[0].ToNumber().Int64Value());
  return std::static_pointer_cast<Pty>(Environment::Of(info.Env()).Find(id));
}

Napi::Value Number(const Napi::CallbackInfo& info, double value) {
  return Napi::Number::New(info.Env(), value);
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

// modes(id): [raw, echo]; undefined when closed
Napi::Value Modes(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto pty = Find(info);
  if (!pty) return env.Undefined();
  return OrJsError(env, [&]() -> Napi::Value {
    const auto modes = pty->Modes();
    if (!modes) return env.Undefined();
    auto pair = Napi::Array::New(env, 2);
    pair.Set(0u, Napi::Boolean::New(env, modes->raw));
    pair.Set(1u, Napi::Boolean::New(env, modes->echo));
    return pair;
  });
}

// setModes(id, raw, echo)
void SetModes(const Napi::CallbackInfo& info) {
  const LineModes wanted = {info[1].ToBoolean(), info[2].ToBoolean()};
  const auto pty = Find(info);
  if (!pty) return;
  OrJsError(info.Env(), [&] { pty->SetModes(wanted); });
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

}  // namespace

void DefinePtyCalls(Napi::Env env, Napi::Object exports) {
  const auto define = [&](const char* name, auto function) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  define("fd", Fd);
  define("isOpen", IsOpen);
  define("ptsName", SlaveName);
  define("launchState", LaunchState);
  define("resize", Resize);
  define("setRawMode", SetRawMode);
  define("modes", Modes);
  define("setModes", SetModes);
  define("kill", Kill);
  define("expectSignal", ExpectSignal);
  define("foregroundGroup", ForegroundGroup);
}

}  // namespace flatpty
