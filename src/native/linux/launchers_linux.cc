// For the architectures that raw_linux_*.S is not written for.
#include "unix/launch.h"

namespace flatpty {

const Launcher* Launchers() {
  static constexpr Launcher launchers[] = {
      {"vfork", LaunchByVfork},
      {"posix_spawn", LaunchByPosixSpawn},
      {nullptr, nullptr},
  };
  return launchers;
}

}  // namespace flatpty
