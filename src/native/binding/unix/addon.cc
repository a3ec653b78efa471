// The door between JS and C++ on Unix: arguments become values, values become results. The shapes
// are declared in src/addon/addon.ts, which is the only caller and has validated everything.
#include <napi.h>

#include "binding/environment.h"
#include "binding/js_error.h"
#include "binding/line_calls.h"
#include "binding/unix/os_functions.h"
#include "binding/unix/processes.h"
#include "binding/unix/pty_calls.h"
#include "binding/unix/requests.h"
#include "binding/unix/unix_part.h"
#include "core/sys_error.h"
#include "unix/spawn.h"

namespace flatpty {

namespace {

Napi::Value IdOf(Napi::Env env, const std::shared_ptr<Pty>& pty) {
  return Napi::Number::New(env, static_cast<double>(pty->id()));
}

// spawn(request) -> id
Napi::Value Spawn(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Environment& environment = Environment::Of(env);
  const auto& mailbox = environment.GetMailbox();
  mailbox->SetNear(environment.os->near_reader.Group(env));
  return OrJsError(env, [&]() -> Napi::Value {
    const auto pty = SpawnTerminal(ToSpawnRequest(info[0].As<Napi::Object>()), mailbox);
    environment.Add(pty);
    return IdOf(env, pty);
  });
}

// spawnOn(id, request) -> id; the program's terminal is the one that open() has made.
Napi::Value SpawnOnTerminal(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Environment& environment = Environment::Of(env);
  const auto& mailbox = environment.GetMailbox();
  return OrJsError(env, [&]() -> Napi::Value {
    const auto master = environment.Find(static_cast<PtyId>(info[0].ToNumber().Int64Value()));
    if (!master) throw SysError(EBADF, "open");
    // Every line of this OS is a Pty.
    const auto pty = SpawnOn(static_cast<Pty*>(master.get()),
                             ToSpawnRequest(info[1].As<Napi::Object>()), mailbox);
    environment.Add(pty);
    return IdOf(env, pty);
  });
}

// spawnRaw(request) -> {id, fd, pid, pty}; the caller owns fd.
Napi::Value SpawnRawTerminal(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Environment& environment = Environment::Of(env);
  const auto& mailbox = environment.GetMailbox();
  return OrJsError(env, [&]() -> Napi::Value {
    SpawnedRaw spawned = SpawnRaw(ToSpawnRequest(info[0].As<Napi::Object>()), mailbox);
    environment.Add(spawned.child);
    auto result = Napi::Object::New(env);
    result["id"] = IdOf(env, spawned.child);
    result["pid"] = Napi::Number::New(env, static_cast<double>(spawned.child->child_id()));
    result["pty"] = Napi::String::New(env, spawned.slave_name);
    result["fd"] = Napi::Number::New(env, spawned.master.release());
    return result;
  });
}

// open(settings) -> {master, slave}, both ids
Napi::Value Open(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Environment& environment = Environment::Of(env);
  const auto& mailbox = environment.GetMailbox();
  return OrJsError(env, [&]() -> Napi::Value {
    const OpenedTerminal opened = OpenTerminal(ToSettings(info[0].As<Napi::Object>()), mailbox);
    environment.Add(opened.master);
    environment.Add(opened.slave);
    auto result = Napi::Object::New(env);
    result["master"] = IdOf(env, opened.master);
    result["slave"] = IdOf(env, opened.slave);
    return result;
  });
}

// openRaw(settings) -> {master, slave, pty}; the caller owns both descriptors.
Napi::Value OpenRaw(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&]() -> Napi::Value {
    PtyPair pair = OpenPty(ToSettings(info[0].As<Napi::Object>()));
    SetNonBlocking(pair.slave.get());
    auto result = Napi::Object::New(env);
    result["pty"] = Napi::String::New(env, pair.slave_name);
    result["master"] = Napi::Number::New(env, pair.master.release());
    result["slave"] = Napi::Number::New(env, pair.slave.release());
    return result;
  });
}

// resizeRaw(fd, settings), on a descriptor of the caller's
Napi::Value ResizeRaw(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] {
    SetWinsize(info[0].ToNumber().Int32Value(), ToSettings(info[1].As<Napi::Object>()));
    return info.Env().Undefined();
  });
}

// foregroundGroupRaw(fd) -> pid, or below 1
Napi::Value ForegroundGroupRaw(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), ForegroundGroupOf(info[0].ToNumber().Int32Value()));
}

// launchers() -> names, the default first
Napi::Value LauncherNames(const Napi::CallbackInfo& info) {
  auto names = Napi::Array::New(info.Env());
  uint32_t count = 0;
  for (const Launcher* launcher = Launchers(); launcher->name != nullptr; launcher++) {
    names[count++] = Napi::String::New(info.Env(), launcher->name);
  }
  return names;
}

// childWatch() -> how the reactor learns of exits
Napi::Value ChildWatchName(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] {
    return Napi::String::New(info.Env(), Reactor::Get().poller().ChildWatchName());
  });
}

// allowNear(): quiet terminals that are spawned from here on may be read on this thread
void AllowNear(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).os->near_reader.Allow();
}

// nearReads() -> how often a terminal was read on this thread
Napi::Value NearReads(const Napi::CallbackInfo& info) {
  const auto reads = Environment::Of(info.Env()).os->near_reader.reads();
  return Napi::Number::New(info.Env(), static_cast<double>(reads));
}

// environVersion() -> a number, another one than at the last call when the environment is another
Napi::Value EnvironVersion(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] {
    return Napi::Number::New(info.Env(), Environment::Of(info.Env()).os->environ_copy.Version());
  });
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  auto environment = std::make_unique<Environment>(env);
  environment->os = std::make_shared<OsPart>();
  env.SetInstanceData(environment.release());
  const auto define = [&](const char* name, auto function) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  DefineProcesses(env, exports);
  define("spawn", Spawn);
  define("spawnOn", SpawnOnTerminal);
  define("spawnRaw", SpawnRawTerminal);
  define("open", Open);
  define("openRaw", OpenRaw);
  define("resizeRaw", ResizeRaw);
  define("foregroundGroupRaw", ForegroundGroupRaw);
  define("launchers", LauncherNames);
  define("childWatch", ChildWatchName);
  define("environVersion", EnvironVersion);
  define("allowNear", AllowNear);
  define("nearReads", NearReads);
  DefineLineCalls(env, exports);
  DefinePtyCalls(env, exports);
  DefineOsFunctions(env, exports);
  return exports;
}

}  // namespace

}  // namespace flatpty

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  return flatpty::Init(env, exports);
}

NODE_API_MODULE(pty, InitModule)
