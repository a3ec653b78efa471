#include "binding/js_error.h"
#include "binding/unix/os_functions.h"
#include "macos/pty_count_macos.h"
#include "macos/self_census_macos.h"

namespace flatpty {

namespace {

// selfCensus() -> [[fd, type, path], ...], [thread's name, ...], [[pid, has ended], ...]
Napi::Value SelfCensusOf(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&] {
    const SelfCensus census = ReadSelfCensus();
    auto descriptors = Napi::Array::New(env);
    auto threads = Napi::Array::New(env);
    auto children = Napi::Array::New(env);
    for (const OpenDescriptor& open : census.descriptors) {
      auto row = Napi::Array::New(env, 3);
      row[0u] = Napi::Number::New(env, open.fd);
      row[1u] = Napi::Number::New(env, open.type);
      row[2u] = Napi::String::New(env, open.path);
      descriptors[descriptors.Length()] = row;
    }
    for (const std::string& name : census.threads) {
      threads[threads.Length()] = Napi::String::New(env, name);
    }
    for (const OwnChild& child : census.children) {
      auto row = Napi::Array::New(env, 2);
      row[0u] = Napi::Number::New(env, child.pid);
      row[1u] = Napi::Boolean::New(env, child.ended);
      children[children.Length()] = row;
    }
    auto result = Napi::Array::New(env, 3);
    result[0u] = descriptors;
    result[1u] = threads;
    result[2u] = children;
    return result;
  });
}

// kernelPtys() -> [in use on the machine, the most there can be], -1 for what is unknown
Napi::Value KernelPtys(const Napi::CallbackInfo& info) {
  auto result = Napi::Array::New(info.Env(), 2);
  const PtyCount count = CountPtys();
  result[0u] = Napi::Number::New(info.Env(), count.in_use);
  result[1u] = Napi::Number::New(info.Env(), count.most);
  return result;
}

}  // namespace

void DefineOsFunctions(Napi::Env env, Napi::Object exports) {
  exports.Set("selfCensus", Napi::Function::New(env, SelfCensusOf, "selfCensus"));
  exports.Set("kernelPtys", Napi::Function::New(env, KernelPtys, "kernelPtys"));
}

}  // namespace flatpty
