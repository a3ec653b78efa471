// An exec_plan with all that it points to.
#ifndef FLATPTY_UNIX_EXEC_PLAN_OWNER_H_
#define FLATPTY_UNIX_EXEC_PLAN_OWNER_H_

#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "unix/exec_plan.h"
#include "unix/launch.h"

namespace flatpty {

class ExecPlan {
 public:
  explicit ExecPlan(LaunchRequest request)
      : request_(std::move(request)),
        argv_(PointersTo(request_.argv)),
        envp_(PointersInto(request_.env)),
        candidates_(exec_plan_candidates(request_.file.c_str(), envp_.data())),
        sh_argv_(exec_plan_sh_argv(argv_.data())) {
    if (!candidates_ || !sh_argv_) throw std::bad_alloc();
    plan_.argv = argv_.data();
    plan_.envp = envp_.data();
    plan_.candidates = candidates_.get();
    plan_.sh_argv = sh_argv_.get();
    plan_.cwd = request_.cwd.empty() ? nullptr : request_.cwd.c_str();
    plan_.cgroup = request_.cgroup.empty() ? nullptr : request_.cgroup.c_str();
    plan_.subreaper = request_.subreaper;
    plan_.has_uid = request_.uid.has_value();
    plan_.uid = request_.uid.value_or(0);
    plan_.has_gid = request_.gid.has_value();
    plan_.gid = request_.gid.value_or(0);
    plan_.group_count = request_.groups ? static_cast<int>(request_.groups->size()) : -1;
    plan_.groups = request_.groups ? request_.groups->data() : nullptr;
    plan_.shares_terminal = request_.shares_terminal;
  }
  // What points into it stays where it is.
  ExecPlan(const ExecPlan&) = delete;
  ExecPlan& operator=(const ExecPlan&) = delete;

  const exec_plan& get() const { return plan_; }
  // For another try; the plan is of no use after that.
  LaunchRequest TakeRequest() && { return std::move(request_); }

 private:
  struct Free {
    void operator()(char** block) const { std::free(block); }
  };
  using Strings = std::unique_ptr<char*, Free>;

  LaunchRequest request_;
  const std::vector<char*> argv_;
  const std::vector<char*> envp_;
  const Strings candidates_;
  const Strings sh_argv_;
  exec_plan plan_ = {};
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_EXEC_PLAN_OWNER_H_
