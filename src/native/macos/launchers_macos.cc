#include <spawn.h>

#include "unix/launch.h"
#include "unix/posix_spawn_flags.h"

namespace flatpty {

const Launcher* Launchers() {
  static constexpr Launcher launchers[] = {
      {"posix_spawn", LaunchByPosixSpawn},
      {nullptr, nullptr},
  };
  return launchers;
}

// CLOEXEC_DEFAULT: the helper gets what the file actions name and nothing else, whatever the host
// has opened without close-on-exec.
short PosixSpawnFlags() {
  return POSIX_SPAWN_CLOEXEC_DEFAULT | POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF |
         POSIX_SPAWN_SETSIGMASK;
}

}  // namespace flatpty
