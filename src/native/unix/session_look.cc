#include "unix/session_look.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <unordered_map>
#include <utility>

#include "unix/held_group.h"

namespace flatpty {

namespace {

// A look may miss a process that forks and exits meanwhile.
constexpr int kUnseenLooks = 3;

}  // namespace

SessionLook::SessionLook(LookRequest request) : request_(std::move(request)) {
  // Members are younger than the leader of their session.
  const pid_t oldest = request_.sessions.empty() ? 2 : request_.sessions.front();
  numbers_ = ListProcesses(request_.listing, oldest);
  for (const BegunSession& session : request_.begun) begun_[session.number] = session;
}

// A begun session is checked when the look meets it, so that thousands of them cost no turn of
// their own.
bool SessionLook::IsOurs(pid_t session) {
  const std::vector<pid_t>& own = request_.sessions;
  if (std::find(own.begin(), own.end(), session) != own.end()) return true;
  const auto found = begun_.find(session);
  if (found == begun_.end()) return false;
  if (!found->second.met && IsOver(found->second)) {
    begun_.erase(found);
    return false;
  }
  found->second.met = true;
  return true;
}

bool SessionLook::IsOver(const BegunSession& session) {
  const double start = StartOf(session.number);
  return start > 0 && session.leader_start != kStartUnknown && start != session.leader_start;
}

std::vector<BegunSession> SessionLook::begun() const {
  std::vector<BegunSession> kept;
  for (const auto& [number, session] : begun_) {
    const int unseen = session.met ? 0 : session.looks_unseen + 1;
    if (unseen < kUnseenLooks) kept.push_back({number, session.leader_start, unseen});
  }
  return kept;
}

// Parents are looked up once: who is an orphan meanwhile is found by the next look.
bool SessionLook::DescendsFromMember(const ProcessFacts& facts) {
  // Numbers that are given again meanwhile could make it a circle.
  int steps = 0;
  for (pid_t parent = facts.parent; parent > 1 && parent != ::getpid() && steps < 4096; steps++) {
    if (IsOurs(::getsid(parent))) return true;
    const auto known = parents_.find(parent);
    ProcessFacts of_parent;
    if (known != parents_.end()) {
      parent = known->second;
    } else if (ReadFacts(parent, &of_parent)) {
      parents_[parent] = of_parent.parent;
      parent = of_parent.parent;
    } else {
      return false;
    }
  }
  return false;
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
  const bool others = request_.strays || request_.takes_in;
  if (session <= 0 || (!ours && !others) || !seen_.insert(pid).second) return;
  ProcessFacts facts;
  if (!ReadFacts(pid, &facts)) return;
  const bool member = IsOurs(facts.session);
  if (!facts.live()) {
    unreaped_ += member;
  } else if (member) {
    VisitMember(facts);
  } else if (request_.takes_in && facts.session != ::getsid(0) && DescendsFromMember(facts)) {
    begun_[facts.session] = {facts.session, StartOf(facts.session), 0, true};
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
  if (request_.signal != 0 && facts.group != request_.spared_group) Signal(facts);
  if (::kill(facts.pid, 0) != 0 && errno == EPERM) refused_.push_back(facts.pid);
}

void SessionLook::Signal(const ProcessFacts& member) {
  const int signal = request_.signal;
  if (signal == SIGSTOP && member.state == ProcessState::kStopped) return;
  if (!signalled_groups_.insert(member.group).second) return;
  const auto begun = begun_.find(member.session);
  if (begun != begun_.end() && IsOver(begun->second)) return;
  SignalGroup(member.group, member.session, member.pid, signal);
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
  const HeldGroup held(group);
  // A group's number is not given again while the group has members. So it is enough that one of
  // them is seen there right before: its leader, or else who was seen in it.
  const bool led = ::getpgid(group) == group;
  const pid_t witness = led ? group : member;
  if (::getpgid(witness) != group || ::getsid(witness) != session) return ESRCH;
  return held.Signal(signal);
}

}  // namespace flatpty
