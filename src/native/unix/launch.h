// Starts a program on a slave. One header, one launcher per file.
#ifndef FLATPTY_UNIX_LAUNCH_H_
#define FLATPTY_UNIX_LAUNCH_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "child_exec.h"

namespace flatpty {

struct LaunchRequest {
  std::string file;
  std::vector<std::string> argv;  // argv[0] included
  std::vector<std::string> env;   // "NAME=value"
  std::string cwd;                // empty: where the parent is
  std::optional<uid_t> uid;
  std::optional<gid_t> gid;
  std::optional<std::vector<gid_t>> groups;
  std::string helper;  // path of spawn-helper, for the launcher that needs one

  bool ChangesIdentity() const { return uid || gid || groups; }
};

struct Launched {
  pid_t pid;
  // Set when the child could not reach its exec: it is exiting with CHILD_FAILED_EXIT_CODE.
  std::optional<child_failure> failure;
};

// Returns when the program runs or has failed to. Throws SysError when no child came to be.
using LaunchFunction = Launched (*)(const LaunchRequest& request, int slave);

Launched LaunchByVfork(const LaunchRequest& request, int slave);
Launched LaunchByPosixSpawn(const LaunchRequest& request, int slave);

struct Launcher {
  const char* name;
  LaunchFunction launch;
};

// The launchers this OS was built with, the default first, ended by a null name.
const Launcher* Launchers();

// nullptr when this build has no launcher of that name; an empty name asks for the default.
const Launcher* FindLauncher(const std::string& name);

// The system call behind a stage, as in ErrnoException.syscall.
const char* StageName(int stage);

// Terminated pointers into `strings`, which must outlive the result.
std::vector<char*> PointersTo(const std::vector<std::string>& strings);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_LAUNCH_H_
