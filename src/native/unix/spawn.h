// The way of a spawn: open a pair, start the program on the slave, close the slave, hand the
// master to its one owner.
#ifndef FLATPTY_UNIX_SPAWN_H_
#define FLATPTY_UNIX_SPAWN_H_

#include <memory>
#include <string>

#include "core/pty.h"
#include "unix/launch.h"
#include "unix/open_pty.h"

namespace flatpty {

struct SpawnRequest {
  LaunchRequest program;
  PtySettings settings;
  const Launcher* launcher = nullptr;
  bool throw_on_failure = false;
};

// Throws SysError, with everything released, when there is no child; also, if asked for, when the
// child could not become the program.
std::shared_ptr<Pty> SpawnTerminal(SpawnRequest request, std::shared_ptr<Outlet> outlet);

struct SpawnedRaw {
  std::shared_ptr<Pty> child;  // looks after the child only
  UniqueFd master;
  std::string slave_name;
};

// node-pty's native.fork: the caller owns the master. A failed launch is reported in the terminal.
SpawnedRaw SpawnRaw(SpawnRequest request, std::shared_ptr<Outlet> outlet);

// On the terminal of a master of OpenTerminal, which stays its owner's. The program leads a session
// of its own; the terminal controls it if it controls no other session. A failed launch is reported
// in the terminal. Throws as SpawnTerminal; EBADF when the master is closed.
std::shared_ptr<Pty> SpawnOn(Pty* master, SpawnRequest request, std::shared_ptr<Outlet> outlet);

struct OpenedTerminal {
  std::shared_ptr<Pty> master;
  std::shared_ptr<Pty> slave;
};

// node-pty's open(): both ends, no child.
OpenedTerminal OpenTerminal(const PtySettings& settings, const std::shared_ptr<Outlet>& outlet);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_SPAWN_H_
