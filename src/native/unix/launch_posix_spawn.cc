// posix_spawn of spawn-helper: the way on macOS, where posix_spawn applies SETSID only after the
// file actions, so that no file action can take the controlling terminal (os-semantics 1), and
// where fork in a process with JIT pages takes 300 ms (node-pty#476). Built on Linux too, so that
// the path macOS takes is under test on every run.
#include <spawn.h>

#include <csignal>

#include "core/sys_error.h"
#include "unix/helper_protocol.h"
#include "unix/launch.h"
#include "unix/limits.h"
#include "unix/pipe_outcome.h"
#include "unix/posix_spawn_flags.h"

namespace flatpty {

namespace {

// The posix_spawn family returns its error instead of setting errno.
void Check(int error, const char* syscall, const std::string& path = {}) {
  if (error != 0) throw SysError(error, syscall, path, LimitBehind(error));
}

class FileActions {
 public:
  FileActions() { Check(::posix_spawn_file_actions_init(&actions_), "posix_spawn"); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void Dup2(int from, int to) {
    Check(::posix_spawn_file_actions_adddup2(&actions_, from, to), "posix_spawn");
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

class Attributes {
 public:
  Attributes() { Check(::posix_spawnattr_init(&attributes_), "posix_spawn"); }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  void SetDefaults() {
    sigset_t set;
    sigemptyset(&set);
    Check(::posix_spawnattr_setsigmask(&attributes_, &set), "posix_spawn");
    sigfillset(&set);
    sigdelset(&set, SIGKILL);
    sigdelset(&set, SIGSTOP);
    Check(::posix_spawnattr_setsigdefault(&attributes_, &set), "posix_spawn");
    Check(::posix_spawnattr_setflags(&attributes_, PosixSpawnFlags()), "posix_spawn");
  }
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

template <typename Id>
std::string Decimal(const std::optional<Id>& id) {
  return id ? std::to_string(*id) : std::string();
}

std::string GroupList(const std::optional<std::vector<gid_t>>& groups) {
  if (!groups) return {};
  std::string list = "=";
  for (const gid_t group : *groups) list += std::to_string(group) + ",";
  return list;
}

std::vector<std::string> HelperArguments(const LaunchRequest& request) {
  std::vector<std::string> arguments(HELPER_ARG_ARGV);
  arguments[0] = "spawn-helper";
  arguments[HELPER_ARG_CWD] = request.cwd;
  arguments[HELPER_ARG_CGROUP] = request.cgroup;
  arguments[HELPER_ARG_SUBREAPER] = request.subreaper ? "1" : "";
  arguments[HELPER_ARG_UID] = Decimal(request.uid);
  arguments[HELPER_ARG_GID] = Decimal(request.gid);
  arguments[HELPER_ARG_GROUPS] = GroupList(request.groups);
  arguments[HELPER_ARG_SHARED] = request.shares_terminal ? "shared" : "";
  arguments[HELPER_ARG_FILE] = request.file;
  arguments.insert(arguments.end(), request.argv.begin(), request.argv.end());
  return arguments;
}

}  // namespace

Launched LaunchByPosixSpawn(LaunchRequest request, int slave) {
  const std::vector<std::string> arguments = HelperArguments(request);
  const std::vector<char*> argv = PointersTo(arguments);
  const std::vector<char*> envp = PointersInto(request.env);
  const auto outcome = std::make_shared<PipeOutcome>();
  FileActions actions;
  actions.Dup2(slave, 0);
  actions.Dup2(slave, 1);
  actions.Dup2(slave, 2);
  actions.Dup2(outcome->write_fd(), HELPER_STATUS_FD);
  Attributes attributes;
  attributes.SetDefaults();
  pid_t pid;
  const auto start = [&](char* const* words, char* const* variables) {
    return ::posix_spawn(&pid, request.helper.c_str(), actions.get(), attributes.get(), words,
                         variables);
  };
  int error = start(argv.data(), envp.data());
  if (error == E2BIG) {
    // The helper carries the program's arguments, so this is the program's failure: a helper
    // without them reports it, from a process that exits with code 1 as any other failed child.
    const std::vector<std::string> failed = {"spawn-helper", std::to_string(E2BIG)};
    char* const none[] = {nullptr};
    error = start(PointersTo(failed).data(), none);
  }
  outcome->Started();
  Check(error, "posix_spawn", request.helper);
  Reactor::Get().ReleaseLater(outcome);
  return Launched{pid, outcome};
}

}  // namespace flatpty
