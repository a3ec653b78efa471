#include "unix/launch.h"

namespace flatpty {

const Launcher* Launchers() {
  static constexpr Launcher launchers[] = {
      {"clone", LaunchByClone},
      {"vfork", LaunchByVfork},
      {"posix_spawn", LaunchByPosixSpawn},
      {nullptr, nullptr},
  };
  return launchers;
}

}  // namespace flatpty
