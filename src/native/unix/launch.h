// Starts a program on a slave. One header, one launcher per file.
#ifndef FLATPTY_UNIX_LAUNCH_H_
#define FLATPTY_UNIX_LAUNCH_H_

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/child.h"
#include "unix/child_exec.h"
#include "unix/unique_fd.h"

namespace flatpty {

struct LaunchRequest {
  std::string file;
  std::vector<std::string> argv;  // argv[0] included
  std::string env;                // "NAME=value" texts, each with a NUL after it
  std::string cwd;                // empty: where the parent is
  std::string cgroup;             // a cgroup.procs that the program joins; empty: none
  bool subreaper = false;         // orphans below the program become its children
  std::optional<uid_t> uid;
  std::optional<gid_t> gid;
  std::optional<std::vector<gid_t>> groups;
  std::string helper;            // path of spawn-helper, for the launcher that needs one
  bool shares_terminal = false;  // another session may control the terminal already

  bool ChangesIdentity() const { return uid || gid || groups; }
};

// What becomes of a child on its way to its program. For any thread; nothing here waits, except
// what says so.
class LaunchOutcome {
 public:
  virtual ~LaunchOutcome() = default;
  virtual LaunchStage Stage() = 0;
  // Set when the child could not reach its exec: it ends with CHILD_FAILED_EXIT_CODE. To be asked
  // when the stage is kDone.
  virtual std::optional<child_failure> Failure() = 0;
  // Waits until kStarted is over, by the clock.
  virtual void AwaitSession(std::chrono::milliseconds at_most) = 0;
  // Waits for kDone, by the clock.
  virtual void AwaitDone(std::chrono::milliseconds at_most) = 0;
  // The child has been reaped, by the reactor or by another part of the host.
  virtual void ChildIsGone() noexcept = 0;
  // Closes `slave` when the child needs the parent's no more: at once, where it has a copy.
  virtual void Release(UniqueFd slave) noexcept { slave.reset(); }
};

struct Launched {
  pid_t pid;
  std::shared_ptr<LaunchOutcome> outcome;
};

// Throws SysError when no child came to be.
using LaunchFunction = Launched (*)(LaunchRequest request, int slave);

// None waits for the exec. LaunchByFork gives the
// child memory of its own; the others go on by it when the program gets another identity.
Launched LaunchByClone(LaunchRequest request, int slave);
Launched LaunchByVfork(LaunchRequest request, int slave);
Launched LaunchByFork(LaunchRequest request, int slave);
Launched LaunchByPosixSpawn(LaunchRequest request, int slave);

struct Launcher {
  const char* name;
  LaunchFunction launch;
};

// The launchers this OS was built with, the default first, ended by a null name.
const Launcher* Launchers();

// nullptr when this build has no launcher of that name; an empty name asks for the default.
const Launcher* FindLauncher(const std::string& name);

// Terminated pointers into `strings`, which must outlive the result.
std::vector<char*> PointersTo(const std::vector<std::string>& strings);
// The same for texts that each have a NUL after them.
std::vector<char*> PointersInto(const std::string& texts);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_LAUNCH_H_
