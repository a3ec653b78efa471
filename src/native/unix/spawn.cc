#include "unix/spawn.h"

#include <signal.h>
#include <sys/wait.h>

#include <utility>

#include "core/sys_error.h"
#include "unix/child_failure.h"

namespace flatpty {

namespace {

// How long spawnErrors: 'throw' waits for the exec. A program that is held up for longer is not
// thrown: `spawnError` and the exit code tell.
constexpr std::chrono::seconds kMostPatience{30};
// How long a spawn waits for its child to lead its session: mostly not at all, and no longer where
// the machine is busy or the child has been stopped.
constexpr std::chrono::milliseconds kSessionPatience{20};

void ReapNow(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

// Where asking for the ids that the process has anyway would need rights to no effect: an
// unprivileged host that names its own uid (node-pty lets it) must not fail in setgroups.
void DropNoOpIdentity(LaunchRequest* program) {
  const bool same_uid = !program->uid || *program->uid == ::geteuid();
  const bool same_gid = !program->gid || *program->gid == ::getegid();
  if (::geteuid() == 0 || program->groups || !same_uid || !same_gid) return;
  program->uid.reset();
  program->gid.reset();
}

// A child with another uid or gid keeps none of the parent's supplementary groups (node-pty#684:
// a dropped-privilege shell was still in root's).
void DropInheritedGroups(LaunchRequest* program) {
  if (!program->ChangesIdentity() || program->groups) return;
  program->groups = std::vector<gid_t>{program->gid.value_or(::getegid())};
}

Launched LaunchOn(SpawnRequest* request, UniqueFd* slave) {
  DropNoOpIdentity(&request->program);
  DropInheritedGroups(&request->program);
  const bool throws = request->throw_on_failure;
  const std::string file = throws ? request->program.file : std::string();
  const std::string cwd = throws ? request->program.cwd : std::string();
  const Launched launched = request->launcher->launch(std::move(request->program), slave->get());
  if (!throws) return launched;
  launched.outcome->AwaitDone(kMostPatience);
  const auto failure = launched.outcome->Failure();
  if (!failure) return launched;
  ReapNow(launched.pid);
  const bool at_cwd = failure->stage == CHILD_STAGE_CHDIR;
  throw SysError(failure->error, StageName(failure->stage), at_cwd ? cwd : file);
}

// Hands the child to the pty; if that fails for want of memory the child does not stay behind.
void Adopt(Pty* pty, const Launched& launched) {
  try {
    pty->AdoptChild(launched);
  } catch (...) {
    ::kill(launched.pid, SIGKILL);
    ReapNow(launched.pid);
    throw;
  }
}

}  // namespace

std::shared_ptr<Pty> SpawnTerminal(SpawnRequest request, std::shared_ptr<Outlet> outlet) {
  PtyPair pair = OpenPty(request.settings);
  const auto pty = std::make_shared<Pty>(Pty::Kind::kTerminal, std::move(pair.master),
                                         std::move(pair.slave_name), std::move(outlet));
  if (request.settings.decode) pty->DecodeUtf8();
  pty->Watch();
  try {
    const Launched launched = LaunchOn(&request, &pair.slave);
    // The line this project exists for: the child has its own copies now. (When the launch throws,
    // the slave's owner closes it on the way out.)
    pair.slave.reset();
    Adopt(pty.get(), launched);
    launched.outcome->AwaitSession(kSessionPatience);
    return pty;
  } catch (...) {
    pty->Detach();
    throw;
  }
}

SpawnedRaw SpawnRaw(SpawnRequest request, std::shared_ptr<Outlet> outlet) {
  PtyPair pair = OpenPty(request.settings);
  const auto child =
      std::make_shared<Pty>(Pty::Kind::kTerminal, UniqueFd(), pair.slave_name, std::move(outlet));
  child->Watch();
  try {
    const Launched launched = LaunchOn(&request, &pair.slave);
    launched.outcome->AwaitDone(kMostPatience);
    if (const auto failure = launched.outcome->Failure()) {
      const std::string text = FailureText(*failure) + "\n";
      // A terminal that nobody has read yet takes a line at once, or loses a text that only
      // explains the exit code.
      const ssize_t written = ::write(pair.slave.get(), text.data(), text.size());
      static_cast<void>(written);
    }
    pair.slave.reset();
    Adopt(child.get(), launched);
    return SpawnedRaw{child, std::move(pair.master), std::move(pair.slave_name)};
  } catch (...) {
    child->Detach();
    throw;
  }
}

OpenedTerminal OpenTerminal(const PtySettings& settings, const std::shared_ptr<Outlet>& outlet) {
  PtyPair pair = OpenPty(settings);
  SetNonBlocking(pair.slave.get());
  OpenedTerminal opened;
  opened.master =
      std::make_shared<Pty>(Pty::Kind::kMaster, std::move(pair.master), pair.slave_name, outlet);
  opened.slave =
      std::make_shared<Pty>(Pty::Kind::kSlave, std::move(pair.slave), pair.slave_name, outlet);
  if (settings.decode) {
    opened.master->DecodeUtf8();
    opened.slave->DecodeUtf8();
  }
  opened.master->Watch();
  try {
    opened.slave->Watch();
  } catch (...) {
    opened.master->Detach();
    throw;
  }
  return opened;
}

}  // namespace flatpty
