// The door between JS and C++: arguments become values, values become results. The shapes are
// declared in src/native.ts, which is the only caller and has validated everything.
#include <napi.h>
#include <sys/ioctl.h>

#include "binding/environment.h"
#include "binding/js_error.h"
#include "binding/native_pty.h"
#include "unix/process_info.h"
#include "unix/spawn.h"

namespace flatpty {

namespace {

std::string Text(const Napi::Value& value) { return value.ToString().Utf8Value(); }

unsigned short Short(const Napi::Object& object, const char* name) {
  return static_cast<unsigned short>(object.Get(name).ToNumber().Uint32Value());
}

std::vector<std::string> Texts(const Napi::Value& value) {
  const auto array = value.As<Napi::Array>();
  std::vector<std::string> texts;
  texts.reserve(array.Length());
  for (uint32_t i = 0; i < array.Length(); i++) texts.push_back(Text(array.Get(i)));
  return texts;
}

std::optional<uid_t> Id(const Napi::Value& value) {
  if (!value.IsNumber()) return std::nullopt;
  return value.As<Napi::Number>().Uint32Value();
}

PtySettings ToSettings(const Napi::Object& from) {
  PtySettings settings;
  settings.cols = Short(from, "cols");
  settings.rows = Short(from, "rows");
  settings.x_pixels = Short(from, "xPixels");
  settings.y_pixels = Short(from, "yPixels");
  settings.utf8 = from.Get("utf8").ToBoolean();
  settings.raw = from.Get("raw").ToBoolean();
  settings.echo = from.Get("echo").ToBoolean();
  settings.kernel_modes = from.Get("kernelModes").ToBoolean();
  return settings;
}

// spawn's arguments, in the order of src/native.ts.
enum SpawnArgument {
  kOnEvent,
  kFile,
  kArgv,
  kEnv,
  kCwd,
  kCols,
  kRows,
  kXPixels,
  kYPixels,
  kFlags,
  kUid,
  kGid,
  kGroups,
  kLauncher,
  kHelper
};

// src/native.ts has the same numbers.
enum SpawnFlag { kUtf8 = 1, kRaw = 2, kEcho = 4, kKernelModes = 8, kThrowOnFailure = 16 };

SpawnRequest ToSpawnRequest(const Napi::CallbackInfo& info) {
  const auto number = [&info](SpawnArgument i) { return info[i].ToNumber().Uint32Value(); };
  SpawnRequest request;
  const uint32_t flags = number(kFlags);
  request.throw_on_failure = (flags & kThrowOnFailure) != 0;
  PtySettings& settings = request.settings;
  settings.cols = static_cast<unsigned short>(number(kCols));
  settings.rows = static_cast<unsigned short>(number(kRows));
  settings.x_pixels = static_cast<unsigned short>(number(kXPixels));
  settings.y_pixels = static_cast<unsigned short>(number(kYPixels));
  settings.utf8 = (flags & kUtf8) != 0;
  settings.raw = (flags & kRaw) != 0;
  settings.echo = (flags & kEcho) != 0;
  settings.kernel_modes = (flags & kKernelModes) != 0;
  LaunchRequest& program = request.program;
  program.file = Text(info[kFile]);
  program.argv = Texts(info[kArgv]);
  program.env = Text(info[kEnv]);
  program.cwd = Text(info[kCwd]);
  program.helper = Text(info[kHelper]);
  program.uid = Id(info[kUid]);
  program.gid = Id(info[kGid]);
  if (info[kGroups].IsArray()) {
    program.groups.emplace();
    const auto array = info[kGroups].As<Napi::Array>();
    for (uint32_t i = 0; i < array.Length(); i++) {
      program.groups->push_back(array.Get(i).ToNumber().Uint32Value());
    }
  }
  const std::string launcher = Text(info[kLauncher]);
  request.launcher = FindLauncher(launcher);
  if (request.launcher == nullptr) throw SysError(EINVAL, "FLATPTY_LAUNCHER", launcher);
  return request;
}

// spawn(onEvent, ...request) -> pty
Napi::Value Spawn(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto on_event = info[kOnEvent].As<Napi::Function>();
  const auto& mailbox = Environment::Of(env).GetMailbox();
  return OrJsError(env, [&]() -> Napi::Value {
    auto pty = SpawnTerminal(ToSpawnRequest(info), mailbox);
    return NativePty::Wrap(env, std::move(pty), on_event);
  });
}

// spawnRaw(onEvent, ...request) -> {fd, pid, pty}; the caller owns fd.
Napi::Value SpawnRawTerminal(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto on_event = info[kOnEvent].As<Napi::Function>();
  const auto& mailbox = Environment::Of(env).GetMailbox();
  return OrJsError(env, [&]() -> Napi::Value {
    SpawnedRaw spawned = SpawnRaw(ToSpawnRequest(info), mailbox);
    auto result = Napi::Object::New(env);
    result["pid"] = Napi::Number::New(env, spawned.child->pid());
    result["pty"] = Napi::String::New(env, spawned.slave_name);
    NativePty::Wrap(env, std::move(spawned.child), on_event);
    result["fd"] = Napi::Number::New(env, spawned.master.release());
    return result;
  });
}

// open(settings, onMasterEvent, onSlaveEvent) -> {master, slave}
Napi::Value Open(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto& mailbox = Environment::Of(env).GetMailbox();
  return OrJsError(env, [&]() -> Napi::Value {
    OpenedTerminal opened = OpenTerminal(ToSettings(info[0].As<Napi::Object>()), mailbox);
    auto result = Napi::Object::New(env);
    result["master"] = NativePty::Wrap(env, std::move(opened.master), info[1].As<Napi::Function>());
    result["slave"] = NativePty::Wrap(env, std::move(opened.slave), info[2].As<Napi::Function>());
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
  return Napi::Number::New(info.Env(), ::tcgetpgrp(info[0].ToNumber().Int32Value()));
}

Napi::Value NameOf(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), ProcessName(info[0].ToNumber().Int32Value()));
}

Napi::Value CwdOf(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), ProcessCwd(info[0].ToNumber().Int32Value()));
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

// environVersion() -> a number, another one than at the last call when the environment is another
Napi::Value EnvironVersion(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] {
    return Napi::Number::New(info.Env(), Environment::Of(info.Env()).environ_copy.Version());
  });
}

void Deliver(const Napi::CallbackInfo& info) { Environment::Of(info.Env()).DeliverInTurn(); }

// setDeliverSoon(callback): called to have `deliver` run in the next turn of the event loop
void SetDeliverSoon(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).deliver_soon = Napi::Persistent(info[0].As<Napi::Function>());
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  auto environment = std::make_unique<Environment>(env);
  environment->native_pty_class = Napi::Persistent(NativePty::DefineClass(env));
  env.SetInstanceData(environment.release());
  const auto define = [&](const char* name, auto function) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  define("spawn", Spawn);
  define("spawnRaw", SpawnRawTerminal);
  define("open", Open);
  define("openRaw", OpenRaw);
  define("resizeRaw", ResizeRaw);
  define("foregroundGroupRaw", ForegroundGroupRaw);
  define("processName", NameOf);
  define("processCwd", CwdOf);
  define("launchers", LauncherNames);
  define("childWatch", ChildWatchName);
  define("environVersion", EnvironVersion);
  define("deliver", Deliver);
  define("setDeliverSoon", SetDeliverSoon);
  return exports;
}

}  // namespace

}  // namespace flatpty

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  return flatpty::Init(env, exports);
}

NODE_API_MODULE(pty, InitModule)
