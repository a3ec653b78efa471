#include "binding/unix/processes.h"

#include <utility>
#include <vector>

#include "binding/environment.h"
#include "binding/js_error.h"
#include "binding/unix/unix_part.h"
#include "unix/foreground.h"
#include "unix/limits.h"
#include "unix/process_info.h"
#include "unix/session_look.h"
#include "unix/system_calls.h"

namespace flatpty {

namespace {

int Number(const Napi::Value& value) { return value.ToNumber().Int32Value(); }

// Five numbers a process, in the order of src/addon/processes.ts.
Napi::Value ToNumbers(Napi::Env env, const std::vector<ProcessFacts>& processes) {
  auto numbers = Napi::Int32Array::New(env, processes.size() * 5);
  size_t at = 0;
  for (const ProcessFacts& facts : processes) {
    numbers[at++] = facts.pid;
    numbers[at++] = facts.parent;
    numbers[at++] = facts.group;
    numbers[at++] = facts.session;
    numbers[at++] = static_cast<char>(facts.state);
  }
  return numbers;
}

Napi::Value ToNumbers(Napi::Env env, const std::vector<pid_t>& pids) {
  auto numbers = Napi::Int32Array::New(env, pids.size());
  for (size_t i = 0; i < pids.size(); i++) numbers[i] = pids[i];
  return numbers;
}

// Three numbers a session: its own, when its leader was started, looks that have not seen it.
Napi::Value ToNumbers(Napi::Env env, const std::vector<BegunSession>& sessions) {
  auto numbers = Napi::Float64Array::New(env, sessions.size() * 3);
  size_t at = 0;
  for (const BegunSession& session : sessions) {
    numbers[at++] = session.number;
    numbers[at++] = session.leader_start;
    numbers[at++] = session.looks_unseen;
  }
  return numbers;
}

// beginLook({sessions, leaderReaped, begun, takesIn, signal, sparedGroup, slaveName, thorough}) ->
// number of the look. Strays are looked for when there is a slave's name.
Napi::Value BeginLook(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&] {
    const auto from = info[0].As<Napi::Object>();
    LookRequest request;
    const auto sessions = from.Get("sessions").As<Napi::Array>();
    for (uint32_t i = 0; i < sessions.Length(); i++) {
      request.sessions.push_back(Number(sessions.Get(i)));
    }
    const auto begun = from.Get("begun").As<Napi::Float64Array>();
    for (size_t i = 0; i + 2 < begun.ElementLength(); i += 3) {
      request.begun.push_back(
          {static_cast<pid_t>(begun[i]), begun[i + 1], static_cast<int>(begun[i + 2])});
    }
    request.leader_reaped = from.Get("leaderReaped").ToBoolean();
    request.takes_in = from.Get("takesIn").ToBoolean();
    request.signal = Number(from.Get("signal"));
    request.spared_group = Number(from.Get("sparedGroup"));
    request.slave_name = from.Get("slaveName").ToString().Utf8Value();
    request.strays = !request.slave_name.empty();
    const bool thorough = from.Get("thorough").ToBoolean();
    request.listing = thorough ? Listing::kThorough : Listing::kUsual;
    return Napi::Number::New(env, Environment::Of(env).os->session_looks.Begin(std::move(request)));
  });
}

// continueLook(look, microseconds) -> undefined when there is more to look at, else
// [members, strays, refused, unreaped, begun]
Napi::Value ContinueLook(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  SessionLooks& looks = Environment::Of(env).os->session_looks;
  const uint32_t id = info[0].ToNumber().Uint32Value();
  return OrJsError(env, [&]() -> Napi::Value {
    SessionLook* const look = looks.Find(id);
    if (look == nullptr || !look->Continue(std::chrono::microseconds(Number(info[1])))) {
      return env.Undefined();
    }
    auto result = Napi::Array::New(env, 5);
    result[0u] = ToNumbers(env, look->members());
    result[1u] = ToNumbers(env, look->strays());
    result[2u] = ToNumbers(env, look->refused());
    result[3u] = Napi::Number::New(env, look->unreaped());
    result[4u] = ToNumbers(env, look->begun());
    looks.End(id);
    return result;
  });
}

// signalGroup(group, session, member, signal) -> 0 or errno
Napi::Value SignalGroupOf(const Napi::CallbackInfo& info) {
  const int error = SignalGroup(Number(info[0]), Number(info[1]), Number(info[2]), Number(info[3]));
  return Napi::Number::New(info.Env(), error);
}

// controllingSession(foregroundGroup, slaveName) -> the session's number, 0 when unknown
Napi::Value ControllingSessionOf(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] {
    const pid_t session = ControllingSession(Number(info[0]), info[1].ToString().Utf8Value());
    return Napi::Number::New(info.Env(), session);
  });
}

// startOf(pid) -> when it was started, in a unit of the OS's own
Napi::Value StartOfProcess(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(),
                   [&] { return Napi::Number::New(info.Env(), StartOf(Number(info[0]))); });
}

Napi::Value ForegroundProcessOf(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] {
    const pid_t pid = ForegroundProcess(Number(info[0]), Number(info[1]));
    return Napi::Number::New(info.Env(), pid);
  });
}

Napi::Value ForegroundCwdOf(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] {
    const std::string cwd = ForegroundCwd(Number(info[0]), Number(info[1]));
    return Napi::Buffer<char>::Copy(info.Env(), cwd.data(), cwd.size());
  });
}

Napi::Value NameOf(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(),
                   [&] { return Napi::String::New(info.Env(), ProcessName(Number(info[0]))); });
}

Napi::Value CommandOf(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(),
                   [&] { return Napi::String::New(info.Env(), ProcessCommand(Number(info[0]))); });
}

Napi::Value BlindSpotOf(const Napi::CallbackInfo& info) {
  return OrJsError(info.Env(), [&] { return Napi::String::New(info.Env(), BlindSpot()); });
}

Napi::Value ToArray(Napi::Env env, const std::vector<Limit>& limits) {
  auto array = Napi::Array::New(env, limits.size());
  for (uint32_t i = 0; i < limits.size(); i++) array[i] = ToJs(env, limits[i]);
  return array;
}

// limits() -> {processes, files, ptys, memory}, each an array
Napi::Value Limits(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&] {
    auto limits = Napi::Object::New(env);
    limits.Set("processes", ToArray(env, ProcessLimits()));
    limits.Set("files", ToArray(env, FileLimits()));
    limits.Set("ptys", ToArray(env, PtyLimits()));
    limits.Set("memory", ToArray(env, MemoryLimits()));
    return limits;
  });
}

// refusedSystemCalls() -> names
Napi::Value RefusedSystemCallsOf(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&] {
    const std::vector<std::string> refused = RefusedSystemCalls();
    auto names = Napi::Array::New(env, refused.size());
    for (uint32_t i = 0; i < refused.size(); i++) names[i] = Napi::String::New(env, refused[i]);
    return names;
  });
}

}  // namespace

void DefineProcesses(Napi::Env env, Napi::Object exports) {
  const auto define = [&](const char* name, auto function) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  define("beginLook", BeginLook);
  define("continueLook", ContinueLook);
  define("signalGroup", SignalGroupOf);
  define("controllingSession", ControllingSessionOf);
  define("startOf", StartOfProcess);
  define("foregroundProcess", ForegroundProcessOf);
  define("foregroundCwd", ForegroundCwdOf);
  define("processName", NameOf);
  define("processCommand", CommandOf);
  define("blindSpot", BlindSpotOf);
  define("limits", Limits);
  define("refusedSystemCalls", RefusedSystemCallsOf);
}

}  // namespace flatpty
