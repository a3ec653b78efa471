// The JS object over one Pty: arguments in, values out. Its methods are declared in src/native.ts.
#ifndef FLATPTY_NATIVE_PTY_H_
#define FLATPTY_NATIVE_PTY_H_

#include <napi.h>

#include <memory>

#include "core/pty.h"

namespace flatpty {

class NativePty : public Napi::ObjectWrap<NativePty> {
 public:
  static Napi::Function DefineClass(Napi::Env env);
  // Wraps `pty` and starts telling its events to `on_event`.
  static Napi::Object Wrap(Napi::Env env, std::shared_ptr<Pty> pty, Napi::Function on_event);

  explicit NativePty(const Napi::CallbackInfo& info);

 private:
  Napi::Value Pid(const Napi::CallbackInfo& info);
  Napi::Value Fd(const Napi::CallbackInfo& info);
  Napi::Value SlaveName(const Napi::CallbackInfo& info);
  Napi::Value PendingInput(const Napi::CallbackInfo& info);
  Napi::Value LaunchFailure(const Napi::CallbackInfo& info);
  Napi::Value Write(const Napi::CallbackInfo& info);
  void Resize(const Napi::CallbackInfo& info);
  void SetRawMode(const Napi::CallbackInfo& info);
  Napi::Value AwaitSession(const Napi::CallbackInfo& info);
  Napi::Value Kill(const Napi::CallbackInfo& info);
  Napi::Value SignalSession(const Napi::CallbackInfo& info);
  Napi::Value ForegroundGroup(const Napi::CallbackInfo& info);
  void SetReading(const Napi::CallbackInfo& info);
  void SetReferenced(const Napi::CallbackInfo& info);
  void StopDecoding(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  std::shared_ptr<Pty> pty_;
};

}  // namespace flatpty

#endif  // FLATPTY_NATIVE_PTY_H_
