// The door between JS and C++ on Windows. The shapes are declared in src/addon/addon.ts, which is
// the only caller and has validated everything.
#include <napi.h>

#include <memory>
#include <string>
#include <utility>

#include "binding/environment.h"
#include "binding/js_error.h"
#include "binding/line_calls.h"
#include "win/console_line.h"

namespace flatpty {

namespace {

// Every line of this OS is a ConsoleLine.
std::shared_ptr<ConsoleLine> Find(const Napi::CallbackInfo& info) {
  const auto id = static_cast<PtyId>(info[0].ToNumber().Int64Value());
  return std::static_pointer_cast<ConsoleLine>(Environment::Of(info.Env()).Find(id));
}

// The signals that JS knows by number: those that Windows can do something for.
enum Signal { kOnlyCount = 0, kKill = 9 };

SHORT Short(const Napi::Value& value) {
  return static_cast<SHORT>(std::min<uint32_t>(value.ToNumber().Uint32Value(), SHRT_MAX));
}

ConsoleRequest ToConsoleRequest(const Napi::Object& from) {
  const auto text = [&from](const char* name) { return from.Get(name).ToString().Utf8Value(); };
  ConsoleRequest request;
  request.program.path = text("path");
  request.program.command_line = text("commandLine");
  request.program.environment = text("env");
  request.program.cwd = text("cwd");
  request.dll = text("dll");
  request.size = {Short(from.Get("cols")), Short(from.Get("rows"))};
  request.flags = from.Get("flags").ToNumber().Uint32Value();
  request.decode = from.Get("decode").ToBoolean();
  request.answers = from.Get("answers").ToBoolean();
  request.throw_on_failure = from.Get("throwOnFailure").ToBoolean();
  return request;
}

// spawn(request) -> id
Napi::Value Spawn(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Environment& environment = Environment::Of(env);
  const auto& mailbox = environment.GetMailbox();
  return OrJsError(env, [&]() -> Napi::Value {
    const auto line = ConsoleLine::Spawn(ToConsoleRequest(info[0].As<Napi::Object>()), mailbox);
    environment.Add(line);
    return Napi::Number::New(env, static_cast<double>(line->id()));
  });
}

// fd(id): there is none
Napi::Value Fd(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), -1); }

// isOpen(id): false once the console has been closed
Napi::Value IsOpen(const Napi::CallbackInfo& info) {
  const auto line = Find(info);
  return Napi::Boolean::New(info.Env(), line && line->IsOpen());
}

// ptsName(id): node-pty's on Windows is the number of the terminal
Napi::Value Name(const Napi::CallbackInfo& info) { return info[0].ToString(); }

// launchState(id): null for a program that runs, else why it could not be started
Napi::Value LaunchState(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto line = Find(info);
  if (!line || !line->failure()) return env.Null();
  return OrJsError(env, [&]() -> Napi::Value { return ToJsError(env, *line->failure()).Value(); });
}

// resize(id, cols, rows)
void Resize(const Napi::CallbackInfo& info) {
  const COORD size = {Short(info[1]), Short(info[2])};
  const auto line = Find(info);
  if (line) OrJsError(info.Env(), [&] { line->Resize(size); });
}

// clear(id)
void Clear(const Napi::CallbackInfo& info) {
  const auto line = Find(info);
  if (line) OrJsError(info.Env(), [&] { line->Clear(); });
}

void Send(ConsoleLine* line, int signal) {
  if (signal == kOnlyCount) return;
  if (signal == kKill) {
    line->Terminate();
  } else {
    line->End();
  }
}

// kill(id, signal): SIGKILL terminates the job, any other signal closes the console
Napi::Value Kill(const Napi::CallbackInfo& info) {
  const auto line = Find(info);
  if (line) Send(line.get(), info[1].ToNumber().Int32Value());
  return Napi::Boolean::New(info.Env(), line != nullptr);
}

// signalSession(id, session, signal): the same; returns how many processes the job has
Napi::Value SignalSession(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&]() -> Napi::Value {
    const auto line = Find(info);
    const size_t count = line ? line->Members().size() : 0;
    if (line) Send(line.get(), info[2].ToNumber().Int32Value());
    return Napi::Number::New(info.Env(), static_cast<double>(count));
  });
}

// members(id) -> pids of what runs in the terminal's job
Napi::Value Members(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&]() -> Napi::Value {
    const auto line = Find(info);
    auto pids = Napi::Array::New(info.Env());
    uint32_t count = 0;
    if (!line) return pids;
    for (const DWORD pid : line->Members()) pids[count++] = Napi::Number::New(info.Env(), pid);
    return pids;
  });
}

// foregroundGroup(id): Windows has no such thing
Napi::Value ForegroundGroup(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), -1);
}

// launchers() -> names
Napi::Value LauncherNames(const Napi::CallbackInfo& info) {
  auto names = Napi::Array::New(info.Env());
  names[0u] = Napi::String::New(info.Env(), "CreateProcessW");
  return names;
}

// childWatch() -> how the I/O thread learns of exits
Napi::Value ChildWatchName(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), "thread pool");
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  auto environment = std::make_unique<Environment>(env);
  env.SetInstanceData(environment.release());
  const auto define = [&](const char* name, auto function) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  define("spawn", Spawn);
  define("fd", Fd);
  define("isOpen", IsOpen);
  define("ptsName", Name);
  define("launchState", LaunchState);
  define("resize", Resize);
  define("clear", Clear);
  define("kill", Kill);
  define("signalSession", SignalSession);
  define("members", Members);
  define("foregroundGroup", ForegroundGroup);
  define("launchers", LauncherNames);
  define("childWatch", ChildWatchName);
  DefineLineCalls(env, exports);
  return exports;
}

}  // namespace

}  // namespace flatpty

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  return flatpty::Init(env, exports);
}

NODE_API_MODULE(pty, InitModule)
