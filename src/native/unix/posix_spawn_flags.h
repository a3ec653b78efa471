#ifndef FLATPTY_UNIX_POSIX_SPAWN_FLAGS_H_
#define FLATPTY_UNIX_POSIX_SPAWN_FLAGS_H_

namespace flatpty {

// The OS's half of LaunchByPosixSpawn: attributes for posix_spawnattr_setflags(3).
short PosixSpawnFlags();

}  // namespace flatpty

#endif  // FLATPTY_UNIX_POSIX_SPAWN_FLAGS_H_
