#include "binding/js_error.h"
#include "binding/unix/os_functions.h"
#include "macos/process_rows_macos.h"
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

// processNumbers() -> pids
Napi::Value ProcessNumbersOf(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&] {
    const std::vector<pid_t> pids = ListAllProcesses();
    auto numbers = Napi::Int32Array::New(env, pids.size());
    for (size_t i = 0; i < pids.size(); i++) numbers[i] = pids[i];
    return numbers;
  });
}

// processRow(pid) -> [pid, command, state, parent, session, threads, user, started], or undefined
Napi::Value ProcessRowOf(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&]() -> Napi::Value {
    const std::optional<ProcessRow> process = ReadProcessRow(info[0].ToNumber().Int32Value());
    if (!process) return env.Undefined();
    auto row = Napi::Array::New(env, 8);
    row[0u] = Napi::Number::New(env, process->pid);
    row[1u] = Napi::String::New(env, process->command);
    row[2u] = Napi::String::New(env, std::string(1, process->state));
    row[3u] = Napi::Number::New(env, process->parent);
    row[4u] = Napi::Number::New(env, process->session);
    row[5u] = Napi::Number::New(env, process->threads);
    row[6u] = Napi::Number::New(env, process->user);
    row[7u] = Napi::Number::New(env, process->started);
    return row;
  });
}

// openFiles(pid) -> paths
Napi::Value OpenFiles(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return OrJsError(env, [&] {
    auto paths = Napi::Array::New(env);
    for (const std::string& path : OpenFilesOf(info[0].ToNumber().Int32Value())) {
      paths[paths.Length()] = Napi::String::New(env, path);
    }
    return paths;
  });
}

}  // namespace

void DefineOsFunctions(Napi::Env env, Napi::Object exports) {
  exports.Set("selfCensus", Napi::Function::New(env, SelfCensusOf, "selfCensus"));
  exports.Set("kernelPtys", Napi::Function::New(env, KernelPtys, "kernelPtys"));
  exports.Set("processNumbers", Napi::Function::New(env, ProcessNumbersOf, "processNumbers"));
  exports.Set("processRow", Napi::Function::New(env, ProcessRowOf, "processRow"));
  exports.Set("openFiles", Napi::Function::New(env, OpenFiles, "openFiles"));
}

}  // namespace flatpty
