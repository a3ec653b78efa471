#include "unix/spawn.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "core/sys_error.h"
#include "unix/child_failure.h"
#include "unix/unix_child.h"
#include "unix/unix_end.h"

namespace flatpty {

namespace {

// How long spawnErrors: 'throw' waits for the exec. A program that is held up for longer is not
// thrown: `spawnError` and the exit code tell.
constexpr std::chrono::seconds kMostPatience{30};
// How long a spawn waits for its child to lead its session: mostly not at all, and no longer where
// the machine is busy or the child has been stopped.
constexpr std::chrono::milliseconds kSessionPatience{20};

std::shared_ptr<PtyEnd> EndOf(UniqueFd fd) {
  return std::make_shared<UnixEnd>(std::move(fd), &TheFdPoller());
}

void ReapNow(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

// The supplementary groups of this process, in order.
std::vector<gid_t> OwnGroups() {
  std::vector<gid_t> groups(static_cast<size_t>(std::max(::getgroups(0, nullptr), 0)));
  const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(static_cast<size_t>(std::max(count, 0)));
  std::sort(groups.begin(), groups.end());
  return groups;
}

// To become who one is needs no rights, and must not ask for any: in a user namespace setgroups(2)
// is forbidden, and a host without privileges may name its own ids, as with node-pty.
void DropNoOpIdentity(LaunchRequest* program) {
  if (program->uid && *program->uid == ::getuid() && *program->uid == ::geteuid()) {
    program->uid.reset();
  }
  if (program->gid && *program->gid == ::getgid() && *program->gid == ::getegid()) {
    program->gid.reset();
  }
  if (!program->groups) return;
  std::vector<gid_t> asked = *program->groups;
  std::sort(asked.begin(), asked.end());
  if (asked == OwnGroups()) program->groups.reset();
}

// A child with another uid or gid keeps none of the parent's supplementary groups (node-pty#684:
// a dropped-privilege shell was still in root's).
void DropInheritedGroups(LaunchRequest* program, bool groups_are_named) {
  if (!program->uid && !program->gid) return;
  if (groups_are_named) return;
  program->groups = std::vector<gid_t>{program->gid.value_or(::getegid())};
}

// The program's user may open its terminal again by its name, as after login(1). Without the right
// to give it away it stays the host's, and inherited descriptors do.
void GiveTerminalAway(const LaunchRequest& program, int slave) {
  if (!program.uid) return;
  const int ignored = ::fchown(slave, *program.uid, static_cast<gid_t>(-1));
  static_cast<void>(ignored);
}

// What an error of that stage is about.
struct LaunchPaths {
  std::string file;
  std::string cwd;
  std::string cgroup;

  const std::string& At(int stage) const {
    if (stage == CHILD_STAGE_CHDIR) return cwd;
    return stage == CHILD_STAGE_CGROUP ? cgroup : file;
  }
};

Launched LaunchOn(SpawnRequest* request, UniqueFd* slave) {
  const bool groups_are_named = request->program.groups.has_value();
  DropNoOpIdentity(&request->program);
  DropInheritedGroups(&request->program, groups_are_named);
  if (!request->program.shares_terminal) GiveTerminalAway(request->program, slave->get());
  const bool throws = request->throw_on_failure;
  LaunchPaths paths;
  if (throws) paths = {request->program.file, request->program.cwd, request->program.cgroup};
  const Launched launched = request->launcher->launch(std::move(request->program), slave->get());
  if (!throws) return launched;
  launched.outcome->AwaitDone(kMostPatience);
  const auto failure = launched.outcome->Failure();
  if (!failure) return launched;
  ReapNow(launched.pid);
  throw SysError(failure->error, StageName(failure->stage), paths.At(failure->stage));
}

// Says in the terminal why there is no program, when that is known, for the terminal's own reader.
// Holds the slave so long.
class FailureTeller : public DeferredRelease {
 public:
  FailureTeller(std::shared_ptr<LaunchOutcome> outcome, UniqueFd slave)
      : outcome_(std::move(outcome)), slave_(std::move(slave)) {}

  bool ReleaseIfDone() noexcept override {
    if (outcome_->Stage() != LaunchStage::kDone) return false;
    try {
      if (const auto failure = outcome_->Failure()) Say(FailureText(*failure) + "\n");
    } catch (const std::exception&) {
      // The exit code says that it failed.
    }
    slave_.reset();
    return true;
  }

 private:
  // The child is gone, so the open file is this process's alone and may be made non-blocking. A
  // terminal that is full loses a text that only explains the exit code.
  void Say(const std::string& text) {
    SetNonBlocking(slave_.get());
    const ssize_t written = ::write(slave_.get(), text.data(), text.size());
    static_cast<void>(written);
  }

  const std::shared_ptr<LaunchOutcome> outcome_;
  UniqueFd slave_;
};

// Starts a program on a terminal that is another's to read. A failed launch is reported in it.
std::shared_ptr<Pty> LaunchAlone(SpawnRequest* request, UniqueFd slave,
                                 const std::string& slave_name, std::shared_ptr<Outlet> outlet) {
  const auto child =
      std::make_shared<Pty>(PtyKind::kTerminal, nullptr, slave_name, std::move(outlet));
  child->Watch();
  try {
    const auto process = std::make_shared<UnixChild>(&TheFdPoller());
    const Launched launched = LaunchOn(request, &slave);
    process->Is(launched);
    child->AdoptChild(process);
    launched.outcome->AwaitSession(kSessionPatience);
    Reactor::Get().ReleaseLater(
        std::make_shared<FailureTeller>(launched.outcome, std::move(slave)));
    return child;
  } catch (...) {
    child->Detach();
    throw;
  }
}

}  // namespace

std::shared_ptr<Pty> SpawnTerminal(SpawnRequest request, std::shared_ptr<Outlet> outlet) {
  PtyPair pair = OpenPty(request.settings);
  const auto pty = std::make_shared<Pty>(PtyKind::kTerminal, EndOf(std::move(pair.master)),
                                         std::move(pair.slave_name), std::move(outlet));
  if (request.settings.decode) pty->DecodeUtf8();
  pty->Watch();
  try {
    const auto child = std::make_shared<UnixChild>(&TheFdPoller());
    const Launched launched = LaunchOn(&request, &pair.slave);
    child->Is(launched);
    pty->AdoptChild(child);
    launched.outcome->AwaitSession(kSessionPatience);
    // The line this project exists for: the child has its own copies now. (When the launch throws,
    // the slave's owner closes it on the way out.)
    launched.outcome->Release(std::move(pair.slave));
    return pty;
  } catch (...) {
    pty->Detach();
    throw;
  }
}

SpawnedRaw SpawnRaw(SpawnRequest request, std::shared_ptr<Outlet> outlet) {
  PtyPair pair = OpenPty(request.settings);
  auto child = LaunchAlone(&request, std::move(pair.slave), pair.slave_name, std::move(outlet));
  return SpawnedRaw{std::move(child), std::move(pair.master), std::move(pair.slave_name)};
}

std::shared_ptr<Pty> SpawnOn(Pty* master, SpawnRequest request, std::shared_ptr<Outlet> outlet) {
  const auto end = master->Borrow();
  if (!end) throw SysError(EBADF, "open", master->slave_name());
  request.program.shares_terminal = true;
  // Every end of this OS is a UnixEnd. An open file of the program's own, because the one of the
  // pair does not block.
  UniqueFd slave = static_cast<const UnixEnd&>(*end).OpenSlave();
  return LaunchAlone(&request, std::move(slave), master->slave_name(), std::move(outlet));
}

OpenedTerminal OpenTerminal(const PtySettings& settings, const std::shared_ptr<Outlet>& outlet) {
  PtyPair pair = OpenPty(settings);
  SetNonBlocking(pair.slave.get());
  OpenedTerminal opened;
  opened.master = std::make_shared<Pty>(PtyKind::kMaster, EndOf(std::move(pair.master)),
                                        pair.slave_name, outlet);
  opened.slave =
      std::make_shared<Pty>(PtyKind::kSlave, EndOf(std::move(pair.slave)), pair.slave_name, outlet);
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
