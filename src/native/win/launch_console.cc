#include "win/launch_console.h"

#include <memory>

#include "win/last_error.h"
#include "win/wide.h"

namespace flatpty {

namespace {

// The attributes of one CreateProcessW.
class AttributeList {
 public:
  explicit AttributeList(DWORD count) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, count, 0, &size);  // fails, and says the size
    memory_ = std::make_unique<unsigned char[]>(size);
    const auto list = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.get());
    if (!::InitializeProcThreadAttributeList(list, count, 0, &size)) {
      ThrowLastError("InitializeProcThreadAttributeList");
    }
    list_ = list;
  }
  AttributeList(const AttributeList&) = delete;
  AttributeList& operator=(const AttributeList&) = delete;
  ~AttributeList() {
    if (list_ != nullptr) ::DeleteProcThreadAttributeList(list_);
  }

  // `value` must stay where it is until the process has been created.
  void Add(DWORD_PTR attribute, void* value, SIZE_T size) {
    if (!::UpdateProcThreadAttribute(list_, 0, attribute, value, size, nullptr, nullptr)) {
      ThrowLastError("UpdateProcThreadAttribute");
    }
  }

  LPPROC_THREAD_ATTRIBUTE_LIST get() const { return list_; }

 private:
  std::unique_ptr<unsigned char[]> memory_;
  LPPROC_THREAD_ATTRIBUTE_LIST list_ = nullptr;
};

}  // namespace

ConsoleProcess LaunchOnConsole(const ConsoleProgram& program, HPCON console, const Job& job) {
  std::wstring command_line = ToWide(program.command_line);  // CreateProcessW writes to it
  std::wstring environment = ToWide(program.environment);
  // The end of a block is a NUL more; of an empty one too (the string has one of its own).
  environment.push_back(L'\0');
  const std::wstring path = ToWide(program.path);
  const std::wstring cwd = ToWide(program.cwd);

  AttributeList attributes(2);
  attributes.Add(PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, console, sizeof console);
  HANDLE jobs[] = {job.get()};
  attributes.Add(PROC_THREAD_ATTRIBUTE_JOB_LIST, jobs, sizeof jobs);

  STARTUPINFOEXW startup = {};
  startup.StartupInfo.cb = sizeof startup;
  // With null handles the program takes the console's. Without the flag it would get copies of
  // this process's, although it inherits none, and print to the host's log file.
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  startup.lpAttributeList = attributes.get();

  PROCESS_INFORMATION started = {};
  const BOOL created = ::CreateProcessW(path.c_str(), command_line.data(), nullptr, nullptr, FALSE,
                                        CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT,
                                        environment.data(), cwd.empty() ? nullptr : cwd.c_str(),
                                        &startup.StartupInfo, &started);
  if (!created) {
    const DWORD error = ::GetLastError();
    const bool at_cwd = error == ERROR_DIRECTORY && !program.cwd.empty();
    throw SysError(static_cast<int>(error), "CreateProcessW", at_cwd ? program.cwd : program.path);
  }
  const UniqueHandle thread(started.hThread);
  return ConsoleProcess{UniqueHandle(started.hProcess), started.dwProcessId};
}

}  // namespace flatpty
