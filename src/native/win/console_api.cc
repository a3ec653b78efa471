#include "win/console_api.h"

#include <map>
#include <mutex>
#include <optional>

#include "win/last_error.h"
#include "win/wide.h"

namespace flatpty {

namespace {

template <typename Function>
void Find(HMODULE module, const char* name, Function* function) {
  *function = reinterpret_cast<Function>(reinterpret_cast<void*>(::GetProcAddress(module, name)));
}

std::optional<ConsoleApi> FindSystemApi() {
  const HMODULE kernel = ::GetModuleHandleW(L"kernel32.dll");
  ConsoleApi api = {};
  Find(kernel, "CreatePseudoConsole", &api.create);
  Find(kernel, "ResizePseudoConsole", &api.resize);
  Find(kernel, "ClosePseudoConsole", &api.close);
  Find(kernel, "ReleasePseudoConsole", &api.release);
  if (api.create == nullptr || api.resize == nullptr || api.close == nullptr) return std::nullopt;
  return api;
}

ConsoleApi Load(const std::string& dll) {
  // Its folder comes first for what it needs itself.
  const HMODULE module =
      ::LoadLibraryExW(ToWide(dll).c_str(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
  if (module == nullptr) ThrowLastError("LoadLibraryExW", dll);
  ConsoleApi api = {};
  Find(module, "ConptyCreatePseudoConsole", &api.create);
  Find(module, "ConptyResizePseudoConsole", &api.resize);
  Find(module, "ConptyClosePseudoConsole", &api.close);
  Find(module, "ConptyReleasePseudoConsole", &api.release);
  Find(module, "ConptyClearPseudoConsole", &api.clear);
  if (api.create == nullptr || api.resize == nullptr || api.close == nullptr) {
    ::FreeLibrary(module);
    throw SysError(ERROR_PROC_NOT_FOUND, "GetProcAddress", dll);
  }
  return api;
}

}  // namespace

const ConsoleApi& SystemConsoleApi() {
  static const std::optional<ConsoleApi> api = FindSystemApi();
  if (!api) {
    throw SysError(ERROR_OLD_WIN_VERSION, "CreatePseudoConsole", std::string(),
                   "pseudo consoles came with Windows 10 1809");
  }
  return *api;
}

const ConsoleApi& ConsoleApiOf(const std::string& dll) {
  // Never freed: a thread of the pool may close a console while the process ends.
  static std::mutex& mutex = *new std::mutex;
  static auto& loaded = *new std::map<std::string, ConsoleApi>;
  const std::lock_guard<std::mutex> lock(mutex);
  const auto found = loaded.find(dll);
  if (found != loaded.end()) return found->second;
  return loaded.emplace(dll, Load(dll)).first->second;
}

}  // namespace flatpty
