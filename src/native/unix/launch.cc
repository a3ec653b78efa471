#include "launch.h"

namespace flatpty {

const Launcher* FindLauncher(const std::string& name) {
  for (const Launcher* launcher = Launchers(); launcher->name != nullptr; launcher++) {
    if (name.empty() || name == launcher->name) return launcher;
  }
  return nullptr;
}

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
    case CHILD_STAGE_GROUPS:
      return "setgroups";
    case CHILD_STAGE_GID:
      return "setgid";
    case CHILD_STAGE_UID:
      return "setuid";
    case CHILD_STAGE_CHDIR:
      return "chdir";
    default:
      return "execve";
  }
}

std::vector<char*> PointersTo(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& string : strings) pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace flatpty
