// <spawn.h> of macOS for Linux, in place of glibc's: the part that flatpty uses. The types are
// opaque there too (include/spawn.h); flags as in XNU's bsd/sys/spawn.h.
#ifndef FLATPTY_TEST_DARWIN_SPAWN_H_
#define FLATPTY_TEST_DARWIN_SPAWN_H_

#include <signal.h>
#include <sys/types.h>

#define POSIX_SPAWN_SETSIGDEF 0x0004
#define POSIX_SPAWN_SETSIGMASK 0x0008
#define POSIX_SPAWN_SETSID 0x0400
#define POSIX_SPAWN_CLOEXEC_DEFAULT 0x4000

typedef void* posix_spawnattr_t;
typedef void* posix_spawn_file_actions_t;

#ifdef __cplusplus
extern "C" {
#endif

int posix_spawn(pid_t* pid, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const argv[], char* const envp[]);

int posix_spawn_file_actions_init(posix_spawn_file_actions_t* actions);
int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t* actions);
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t* actions, int from, int to);

int posix_spawnattr_init(posix_spawnattr_t* attributes);
int posix_spawnattr_destroy(posix_spawnattr_t* attributes);
int posix_spawnattr_setflags(posix_spawnattr_t* attributes, short flags);
int posix_spawnattr_setsigmask(posix_spawnattr_t* attributes, const sigset_t* mask);
int posix_spawnattr_setsigdefault(posix_spawnattr_t* attributes, const sigset_t* signals);

#ifdef __cplusplus
}
#endif

#endif  // FLATPTY_TEST_DARWIN_SPAWN_H_
