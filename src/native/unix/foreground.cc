#include "unix/foreground.h"

#include <unistd.h>

#include <chrono>

#include "unix/process_info.h"
#include "unix/process_table.h"

namespace flatpty {

namespace {

using Clock = std::chrono::steady_clock;

// A getter on the JS thread may look for so long.
constexpr std::chrono::milliseconds kPatience{2};
// The programs of a pipeline are started one after another.
constexpr pid_t kNeighbours = 64;

bool Lives(pid_t pid) {
  ProcessFacts facts;
  return pid > 1 && ReadFacts(pid, &facts) && facts.live();
}

// The first living member of `group` that `accept` takes, the leader aside; 0 when there is none
// or it was not found in time.
template <typename Accept>
pid_t FindMember(pid_t group, Accept accept) {
  const auto fits = [&](pid_t pid) {
    return pid != group && ::getpgid(pid) == group && Lives(pid) && accept(pid);
  };
  for (pid_t pid = group + 1; pid <= group + kNeighbours; pid++) {
    if (fits(pid)) return pid;
  }
  const Clock::time_point until = Clock::now() + kPatience;
  const auto numbers = ListProcesses(Listing::kUsual, group);
  for (pid_t pid = numbers->Next(); pid != 0 && Clock::now() < until; pid = numbers->Next()) {
    if (fits(pid)) return pid;
  }
  return 0;
}

template <typename Accept>
pid_t Find(pid_t group, pid_t leader, Accept accept) {
  if (group > 1) {
    if (Lives(group) && accept(group)) return group;
    // A shell at its prompt is the only one of its group that matters.
    const pid_t member = group == leader ? 0 : FindMember(group, accept);
    if (member != 0) return member;
  }
  return leader != group && Lives(leader) && accept(leader) ? leader : 0;
}

}  // namespace

pid_t ForegroundProcess(pid_t group, pid_t leader) {
  return Find(group, leader, [](pid_t) { return true; });
}

std::string ForegroundCwd(pid_t group, pid_t leader) {
  std::string cwd;
  Find(group, leader, [&cwd](pid_t pid) {
    cwd = ProcessCwd(pid);
    return !cwd.empty();
  });
  return cwd;
}

pid_t ControllingSession(pid_t group, const std::string& slave_name) {
  const pid_t session = group > 1 ? ::getsid(group) : 0;
  if (session <= 1 || session == ::getsid(0)) return 0;
  return HasOpen(session, slave_name) ? session : 0;
}

}  // namespace flatpty
