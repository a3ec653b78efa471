#include "binding/native_pty.h"

#include <system_error>
#include <utility>

#include "binding/environment.h"
#include "binding/js_error.h"
#include "unix/child_failure.h"

namespace flatpty {

Napi::Function NativePty::DefineClass(Napi::Env env) {
  return Napi::ObjectWrap<NativePty>::DefineClass(
      env, "NativePty",
      {
          InstanceAccessor<&NativePty::Pid>("pid"),
          InstanceAccessor<&NativePty::Fd>("fd"),
          InstanceAccessor<&NativePty::SlaveName>("ptsName"),
          InstanceAccessor<&NativePty::PendingInput>("pendingInput"),
          InstanceMethod<&NativePty::LaunchFailure>("launchFailure"),
          InstanceMethod<&NativePty::Write>("write"),
          InstanceMethod<&NativePty::Resize>("resize"),
          InstanceMethod<&NativePty::SetRawMode>("setRawMode"),
          InstanceMethod<&NativePty::AwaitSession>("awaitSession"),
          InstanceMethod<&NativePty::Kill>("kill"),
          InstanceMethod<&NativePty::SignalSession>("signalSession"),
          InstanceMethod<&NativePty::ForegroundGroup>("foregroundGroup"),
          InstanceMethod<&NativePty::SetReading>("setReading"),
          InstanceMethod<&NativePty::SetReferenced>("setReferenced"),
          InstanceMethod<&NativePty::StopDecoding>("stopDecoding"),
          InstanceMethod<&NativePty::Close>("close"),
      });
}

Napi::Object NativePty::Wrap(Napi::Env env, std::shared_ptr<Pty> pty, Napi::Function on_event) {
  Environment& environment = Environment::Of(env);
  try {
    environment.unwrapped = pty;
    const Napi::Object object = environment.native_pty_class.New({});
    environment.Add(pty, object, on_event);
    return object;
  } catch (...) {
    // A worker that is being terminated makes no more objects, and nobody else knows this pty.
    environment.unwrapped.reset();
    pty->Detach();
    throw;
  }
}

NativePty::NativePty(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<NativePty>(info),
      pty_(std::exchange(Environment::Of(info.Env()).unwrapped, nullptr)) {
  if (!pty_) throw Napi::TypeError::New(info.Env(), "Illegal constructor");
}

Napi::Value NativePty::Pid(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), pty_->pid());
}

Napi::Value NativePty::AwaitSession(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] {
    pty_->AwaitSession();
    return info.Env().Undefined();
  });
}

Napi::Value NativePty::Fd(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), pty_->fd());
}

Napi::Value NativePty::SlaveName(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), pty_->slave_name());
}

Napi::Value NativePty::PendingInput(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(pty_->PendingInput()));
}

Napi::Value NativePty::LaunchFailure(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&]() -> Napi::Value {
    const auto failure = pty_->LaunchFailure();
    if (!failure) return env.Undefined();
    auto object = Napi::Object::New(env);
    object["errno"] = Napi::Number::New(env, failure->error);
    object["syscall"] = Napi::String::New(env, StageName(failure->stage));
    object["atCwd"] = Napi::Boolean::New(env, failure->stage == CHILD_STAGE_CHDIR);
    object["message"] = Napi::String::New(env, std::generic_category().message(failure->error));
    return object;
  });
}

Napi::Value NativePty::Write(const Napi::CallbackInfo& info) {
  if (!info[0].IsTypedArray()) throw Napi::TypeError::New(info.Env(), "write takes a Uint8Array");
  const auto bytes = info[0].As<Napi::Uint8Array>();
  return OrJsError(info.Env(), [&] {
    const bool done = pty_->Write(reinterpret_cast<const char*>(bytes.Data()), bytes.ByteLength());
    return Napi::Boolean::New(info.Env(), done);
  });
}

void NativePty::Resize(const Napi::CallbackInfo& info) {
  const auto number = [&info](size_t i) {
    return static_cast<unsigned short>(info[i].ToNumber().Uint32Value());
  };
  const Winsize size = {number(0), number(1), number(2), number(3)};
  OrJsError(info.Env(), [&] {
    pty_->Resize(size);
    return info.Env().Undefined();
  });
}

void NativePty::SetRawMode(const Napi::CallbackInfo& info) {
  OrJsError(info.Env(), [&] {
    pty_->SetRawMode(info[0].ToBoolean());
    return info.Env().Undefined();
  });
}

Napi::Value NativePty::Kill(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), pty_->Kill(info[0].ToNumber().Int32Value()));
}

Napi::Value NativePty::SignalSession(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), pty_->SignalSession(info[0].ToNumber().Int32Value()));
}

Napi::Value NativePty::ForegroundGroup(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), pty_->ForegroundGroup());
}

void NativePty::SetReading(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).SetReading(pty_->id(), info[0].ToBoolean());
}

void NativePty::SetReferenced(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).SetReferenced(pty_->id(), info[0].ToBoolean());
}

void NativePty::StopDecoding(const Napi::CallbackInfo&) { pty_->StopDecoding(); }

void NativePty::Close(const Napi::CallbackInfo&) { pty_->Close(); }

}  // namespace flatpty
