// A limit that a failed call has met.
#ifndef FLATPTY_CORE_LIMIT_H_
#define FLATPTY_CORE_LIMIT_H_

#include <limits>
#include <string>

namespace flatpty {

struct Limit {
  static constexpr double kUnlimited = std::numeric_limits<double>::infinity();
  static constexpr double kUnknown = -1;

  std::string name;  // as its manual calls it: "RLIMIT_NPROC", "pids.max"
  double value = kUnknown;
  double in_use = kUnknown;
  std::string scope;  // whose use is counted: "user 1000", "cgroup /a", "the machine"
  std::string cure;   // what raises it, as an imperative

  bool known() const { return value >= 0 && in_use >= 0 && value < kUnlimited; }
  // Above 1 when more is in use than there may be.
  double share() const { return known() ? in_use / (value > 0 ? value : 1) : 0; }
};

}  // namespace flatpty

#endif  // FLATPTY_CORE_LIMIT_H_
