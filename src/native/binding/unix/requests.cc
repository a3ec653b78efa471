#include "binding/unix/requests.h"

#include <optional>
#include <string>
#include <vector>

#include "core/sys_error.h"

namespace flatpty {

namespace {

std::string Text(const Napi::Value& value) { return value.ToString().Utf8Value(); }
bool Flag(const Napi::Value& value) { return value.ToBoolean(); }
uint32_t Number(const Napi::Value& value) { return value.ToNumber().Uint32Value(); }
unsigned short Short(const Napi::Value& value) {
  return static_cast<unsigned short>(Number(value));
}

std::optional<uint32_t> Id(const Napi::Value& value) {
  if (!value.IsNumber()) return std::nullopt;
  return Number(value);
}

template <typename Item>
std::vector<Item> List(const Napi::Value& value, Item (*convert)(const Napi::Value&)) {
  const auto array = value.As<Napi::Array>();
  const uint32_t length = array.Length();
  std::vector<Item> items;
  items.reserve(length);
  for (uint32_t i = 0; i < length; i++) items.push_back(convert(array.Get(i)));
  return items;
}

const Launcher* LauncherNamed(const Napi::Value& value) {
  const std::string name = Text(value);
  const Launcher* const launcher = FindLauncher(name);
  if (launcher == nullptr) throw SysError(EINVAL, "FLATPTY_LAUNCHER", name);
  return launcher;
}

template <typename Request>
struct Field {
  const char* name;
  void (*read)(const Napi::Value& value, Request* into);
};

template <typename Request, size_t count>
void Read(const Napi::Object& from, const Field<Request> (&fields)[count], Request* into) {
  for (const Field<Request>& field : fields) field.read(from.Get(field.name), into);
}

constexpr Field<PtySettings> kSettings[] = {
    {"cols", [](const Napi::Value& value, PtySettings* into) { into->cols = Short(value); }},
    {"rows", [](const Napi::Value& value, PtySettings* into) { into->rows = Short(value); }},
    {"xPixels", [](const Napi::Value& value, PtySettings* into) { into->x_pixels = Short(value); }},
    {"yPixels", [](const Napi::Value& value, PtySettings* into) { into->y_pixels = Short(value); }},
    {"utf8", [](const Napi::Value& value, PtySettings* into) { into->utf8 = Flag(value); }},
    {"raw", [](const Napi::Value& value, PtySettings* into) { into->raw = Flag(value); }},
    {"echo", [](const Napi::Value& value, PtySettings* into) { into->echo = Flag(value); }},
    {"decode", [](const Napi::Value& value, PtySettings* into) { into->decode = Flag(value); }},
    {"kernelModes",
     [](const Napi::Value& value, PtySettings* into) { into->kernel_modes = Flag(value); }},
};

constexpr Field<LaunchRequest> kProgram[] = {
    {"file", [](const Napi::Value& value, LaunchRequest* into) { into->file = Text(value); }},
    {"argv", [](const Napi::Value& value, LaunchRequest* into) { into->argv = List(value, Text); }},
    {"env", [](const Napi::Value& value, LaunchRequest* into) { into->env = Text(value); }},
    {"cwd", [](const Napi::Value& value, LaunchRequest* into) { into->cwd = Text(value); }},
    {"cgroup", [](const Napi::Value& value, LaunchRequest* into) { into->cgroup = Text(value); }},
    {"subreaper",
     [](const Napi::Value& value, LaunchRequest* into) { into->subreaper = Flag(value); }},
    {"uid", [](const Napi::Value& value, LaunchRequest* into) { into->uid = Id(value); }},
    {"gid", [](const Napi::Value& value, LaunchRequest* into) { into->gid = Id(value); }},
    {"groups",
     [](const Napi::Value& value, LaunchRequest* into) {
       if (value.IsArray()) into->groups = List<gid_t>(value, Number);
     }},
    {"helper", [](const Napi::Value& value, LaunchRequest* into) { into->helper = Text(value); }},
};

constexpr Field<SpawnRequest> kSpawn[] = {
    {"launcher",
     [](const Napi::Value& value, SpawnRequest* into) { into->launcher = LauncherNamed(value); }},
    {"throwOnFailure",
     [](const Napi::Value& value, SpawnRequest* into) { into->throw_on_failure = Flag(value); }},
};

}  // namespace

PtySettings ToSettings(const Napi::Object& from) {
  PtySettings settings;
  Read(from, kSettings, &settings);
  return settings;
}

SpawnRequest ToSpawnRequest(const Napi::Object& from) {
  SpawnRequest request;
  Read(from, kSettings, &request.settings);
  Read(from, kProgram, &request.program);
  Read(from, kSpawn, &request);
  return request;
}

}  // namespace flatpty
