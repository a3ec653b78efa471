// A look at the processes of a session, in slices, because /proc may hold thousands and the JS
// thread has other things to do. No fork, no thread; one or two descriptors, or none.
#ifndef FLATPTY_UNIX_SESSION_LOOK_H_
#define FLATPTY_UNIX_SESSION_LOOK_H_

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "unix/process_table.h"

namespace flatpty {

// A session's number is not given again while the session has members. So another process of that
// very pid means that the session is over, and that the number is a stranger's.
struct BegunSession {
  pid_t number;
  double leader_start;   // StartOf the leader, kNoSuchProcess when that has ended
  int looks_unseen = 0;  // looks in a row that have found no member
  bool met = false;      // by this look
};

struct LookRequest {
  std::vector<pid_t> sessions;
  // The leader of the first session has been reaped. The kernel keeps a session's number from being
  // given again while the session has members. So a process with that very pid means that this
  // session is over, and that the number is a stranger's.
  bool leader_reaped = false;
  // Sessions that programs of the first ones have begun, and that are looked at as well.
  std::vector<BegunSession> begun;
  // Whether processes that descend from a member make their sessions such, as they are found.
  bool takes_in = false;
  // Each group is sent this where a member is found, before the look goes on: a program that forks
  // and exits all the time is another one after a look. 0: nothing is sent.
  int signal = 0;
  // The one group that is not.
  pid_t spared_group = 0;
  // Also finds processes that came from the session and have left it.
  bool strays = false;
  // The terminal's path, by which strays are found as well.
  std::string slave_name;
  Listing listing = Listing::kUsual;
};

class SessionLook {
 public:
  using Clock = std::chrono::steady_clock;

  explicit SessionLook(LookRequest request);

  // Goes on for about `budget`. True when the look is over.
  bool Continue(std::chrono::microseconds budget);

  // The living members of the sessions, in the order in which they were found.
  const std::vector<ProcessFacts>& members() const { return members_; }
  // Living processes whose parents lead back to a member, or that have the terminal open.
  const std::vector<ProcessFacts>& strays() const { return strays_; }
  // Members that have ended and that their parents have not reaped: each still takes a pid.
  int unreaped() const { return unreaped_; }
  // Those of the request that are not over, and those that were taken in.
  std::vector<BegunSession> begun() const;
  // Members that this process may not signal (EPERM).
  const std::vector<pid_t>& refused() const { return refused_; }

 private:
  enum class Stage { kAll, kNewest, kOver };

  void Visit(pid_t pid);
  void VisitMember(const ProcessFacts& facts);
  void VisitOther(const ProcessFacts& facts);
  void FindStrays();
  void ForgetReusedSession();
  bool IsOurs(pid_t session);
  static bool IsOver(const BegunSession& session);
  void Signal(const ProcessFacts& member);
  bool DescendsFromMember(const ProcessFacts& facts);

  LookRequest request_;
  Stage stage_ = Stage::kAll;
  std::unique_ptr<ProcessNumbers> numbers_;
  std::unordered_map<pid_t, BegunSession> begun_;
  std::unordered_set<pid_t> seen_;
  std::unordered_set<pid_t> signalled_groups_;
  std::unordered_map<pid_t, pid_t> parents_;
  std::vector<ProcessFacts> members_;
  std::vector<ProcessFacts> others_;
  std::vector<ProcessFacts> holders_;  // of the others, those that have the terminal open
  std::vector<ProcessFacts> strays_;
  std::vector<pid_t> refused_;
  int unreaped_ = 0;
};

// Signals the process group `group` of `session`, as one: a member that forks at this moment takes
// its child with it. `member` is a process that was seen in it. Returns 0 or an errno; ESRCH when
// the group is gone, or its number is a stranger's by now.
int SignalGroup(pid_t group, pid_t session, pid_t member, int signal);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_SESSION_LOOK_H_
