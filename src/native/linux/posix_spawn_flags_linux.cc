#include <spawn.h>

#include "unix/posix_spawn_flags.h"

namespace flatpty {

// Linux has no POSIX_SPAWN_CLOEXEC_DEFAULT: here the helper closes what it inherits itself.
short PosixSpawnFlags() {
  return POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
}

}  // namespace flatpty
