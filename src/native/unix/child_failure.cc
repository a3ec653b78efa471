#include "unix/child_failure.h"

#include <system_error>

namespace flatpty {

const char* StageName(int stage) {
  switch (stage) {
    case CHILD_STAGE_SIGNALS:
      return "sigaction";
    case CHILD_STAGE_SIGNAL_MASK:
      return "sigprocmask";
    case CHILD_STAGE_SETSID:
      return "setsid";
    case CHILD_STAGE_TERMINAL:
      return "ioctl(TIOCSCTTY)";
    case CHILD_STAGE_STDIO:
      return "dup2";
    case CHILD_STAGE_DESCRIPTORS:
      return "close_range";
    case CHILD_STAGE_GROUPS:
      return "setgroups";
    case CHILD_STAGE_GID:
      return "setgid";
    case CHILD_STAGE_UID:
      return "setuid";
    case CHILD_STAGE_CHDIR:
      return "chdir";
    case CHILD_STAGE_CGROUP:
      return "write(cgroup.procs)";
    case CHILD_STAGE_SUBREAPER:
      return "prctl(PR_SET_CHILD_SUBREAPER)";
    default:
      return "execve";
  }
}

std::string FailureText(const child_failure& failure) {
  const char* call = failure.stage == CHILD_STAGE_EXEC ? "execvp(3)" : StageName(failure.stage);
  const bool bare = failure.stage == CHILD_STAGE_CHDIR || failure.stage == CHILD_STAGE_GID ||
                    failure.stage == CHILD_STAGE_UID || failure.stage == CHILD_STAGE_GROUPS;
  return std::string(call) + (bare ? "(2)" : "") +
         " failed.: " + std::generic_category().message(failure.error);
}

}  // namespace flatpty
