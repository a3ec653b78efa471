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

// What JS holds of a terminal's job, which outlives the terminal. Null once let go of.
using HeldJob = std::shared_ptr<Job>;

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

// kill(id, signal): closes the console, whatever the signal; 0 does nothing
Napi::Value Kill(const Napi::CallbackInfo& info) {
  const auto line = Find(info);
  if (line && info[1].ToNumber().Int32Value() != 0) line->End();
  return Napi::Boolean::New(info.Env(), line != nullptr);
}

// job(id): the job of a terminal whose last event has not come yet, else undefined
Napi::Value JobOf(const Napi::CallbackInfo& info) {
  const auto line = Find(info);
  if (!line || !line->job()) return info.Env().Undefined();
  auto held = std::make_unique<HeldJob>(line->job());
  const auto job = Napi::External<HeldJob>::New(info.Env(), held.get(),
                                                [](Napi::Env, HeldJob* data) { delete data; });
  static_cast<void>(held.release());
  return job;
}

HeldJob* JobIn(const Napi::CallbackInfo& info) {
  return info[0].As<Napi::External<HeldJob>>().Data();
}

// jobMembers(job) -> pids of what runs in it
Napi::Value JobMembers(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&]() -> Napi::Value {
    auto pids = Napi::Array::New(info.Env());
    uint32_t count = 0;
    const HeldJob job = *JobIn(info);
    if (!job) return pids;
    for (const DWORD pid : job->Members()) pids[count++] = Napi::Number::New(info.Env(), pid);
    return pids;
  });
}

// endJob(job): terminates all that runs in it
void EndJob(const Napi::CallbackInfo& info) {
  const HeldJob job = *JobIn(info);
  if (job) OrJsError(info.Env(), [&] { job->Terminate(); });
}

// closeJob(job): lets go of it, before the garbage collector would
void CloseJob(const Napi::CallbackInfo& info) { JobIn(info)->reset(); }

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
  define("job", JobOf);
  define("jobMembers", JobMembers);
  define("endJob", EndJob);
  define("closeJob", CloseJob);
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
