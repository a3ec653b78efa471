#include "unix/session_look.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <unordered_map>
#include <utility>

namespace flatpty {

SessionLook::SessionLook(LookRequest request) : request_(std::move(request)) {
  // Members are younger than the leader of their session.
  const pid_t oldest = request_.sessions.empty() ? 2 : request_.sessions.front();
  numbers_ = ListProcesses(request_.listing, oldest);
}

bool SessionLook::IsOurs(pid_t session) const {
  return std::find(request_.sessions.begin(), request_.sessions.end(), session) !=
         request_.sessions.end();
}

bool SessionLook::Continue(std::chrono::microseconds budget) {
  const Clock::time_point until = Clock::now() + budget;
  ForgetReusedSession();
  while (stage_ != Stage::kOver) {
    const pid_t pid = numbers_ ? numbers_->Next() : 0;
    if (pid != 0) {
      Visit(pid);
    } else if (stage_ == Stage::kAll) {
      // The newest last, in one go: what was started during the look is among them.
      stage_ = Stage::kNewest;
      numbers_ = ListNewestProcesses();
    } else {
      stage_ = Stage::kOver;
      numbers_.reset();
      if (request_.strays) FindStrays();
    }
    if (stage_ == Stage::kAll && Clock::now() >= until) return false;
  }
  return true;
}

void SessionLook::ForgetReusedSession() {
  if (!request_.leader_reaped || request_.sessions.empty()) return;
  if (::getsid(request_.sessions.front()) < 0) return;
  request_.sessions.erase(request_.sessions.begin());
  request_.leader_reaped = false;
}

void SessionLook::Visit(pid_t pid) {
  if (pid <= 1 || pid == ::getpid()) return;
  const pid_t session = ::getsid(pid);
  const bool ours = session > 1 && IsOurs(session);
  if (session <= 0 || (!ours && !request_.strays) || !seen_.insert(pid).second) return;
  ProcessFacts facts;
  if (!ReadFacts(pid, &facts)) return;
  const bool member = IsOurs(facts.session);
  if (!facts.live()) {
    unreaped_ += member;
  } else if (member) {
    VisitMember(facts);
  } else if (request_.strays) {
    VisitOther(facts);
  }
}

void SessionLook::VisitOther(const ProcessFacts& facts) {
  others_.push_back(facts);
  // Not this program's own helpers, which it may have given the terminal itself.
  if (request_.slave_name.empty() || facts.session == ::getsid(0)) return;
  if (HasOpen(facts.pid, request_.slave_name)) holders_.push_back(facts);
}

void SessionLook::VisitMember(const ProcessFacts& facts) {
  members_.push_back(facts);
  const int signal = request_.signal;
  const bool stops_again = signal == SIGSTOP && facts.state == ProcessState::kStopped;
  if (signal != 0 && !stops_again && signalled_groups_.insert(facts.group).second) {
    SignalGroup(facts.group, facts.session, facts.pid, signal);
  }
  if (::kill(facts.pid, 0) != 0 && errno == EPERM) refused_.push_back(facts.pid);
}

// From the members down, and from those who still use the terminal.
void SessionLook::FindStrays() {
  std::unordered_map<pid_t, std::vector<const ProcessFacts*>> children;
  for (const ProcessFacts& other : others_) children[other.parent].push_back(&other);
  std::vector<pid_t> roots;
  for (const ProcessFacts& member : members_) roots.push_back(member.pid);
  std::unordered_set<pid_t> found;
  const auto take = [&](const ProcessFacts& facts) {
    if (!found.insert(facts.pid).second) return;
    strays_.push_back(facts);
    roots.push_back(facts.pid);
  };
  for (const ProcessFacts& holder : holders_) take(holder);
  while (!roots.empty()) {
    const pid_t parent = roots.back();
    roots.pop_back();
    const auto below = children.find(parent);
    if (below == children.end()) continue;
    for (const ProcessFacts* child : below->second) take(*child);
  }
}

int SignalGroup(pid_t group, pid_t session, pid_t member, int signal) {
  if (group <= 1 || session <= 1 || session == ::getsid(0)) return ESRCH;
  // A group's number is not given again while the group has members. So it is enough that one of
  // them is seen there right before: its leader, or else who was seen in it.
  const bool led = ::getpgid(group) == group;
  const pid_t witness = led ? group : member;
  if (::getpgid(witness) != group || ::getsid(witness) != session) return ESRCH;
  return ::kill(-group, signal) == 0 ? 0 : errno;
}

}  // namespace flatpty
