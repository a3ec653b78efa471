/* Starting a child, and looking after it. */
#include <alloca.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wrapper.h"

IN_FRONT_OF(pipe2)
int pipe2(int ends[2], int flags) {
  FAIL_IF(fault("pipe2", CALLER), -1);
  return next_pipe2()(ends, flags);
}

IN_FRONT_OF(fork)
pid_t fork(void) {
  FAIL_IF(fault("fork", CALLER), -1);
  return next_fork()();
}

/* The child returns into the caller's frame, and if that were this function's the parent would find
   it overwritten: the last line has to be compiled to a jump (-O2), which no call to a function
   known to return twice is. */
static pid_t (*next_vfork)(void);
__attribute__((constructor)) static void look_up_vfork(void) {
  next_vfork = (pid_t(*)(void))dlsym(RTLD_NEXT, "vfork");
}
pid_t vfork(void) {
  FAIL_IF(fault("vfork", CALLER), -1);
  return next_vfork();
}

/* The helper is static: no library of ours gets into it. "helper@CALL" starts it with a filter on
   CALL (refuse_one.c, its path in FAULT_STARTER). */
static char* const* behind_starter(const struct rule* rule, const char* path, char* const* argv,
                                   char** room) {
  static char error[12];
  size_t count = 0;
  snprintf(error, sizeof error, "%d", rule->error);
  room[0] = getenv("FAULT_STARTER");
  room[1] = (char*)rule->kind;
  room[2] = error;
  room[3] = (char*)path;
  do {
    room[4 + count] = argv[count];
  } while (argv[count++] != NULL);
  return room;
}

IN_FRONT_OF(posix_spawn)
int posix_spawn(pid_t* pid, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const argv[], char* const envp[]) {
  const int error = fault("posix_spawn", CALLER);
  const struct rule* rule;
  if (error != 0) return error;
  rule = fault_rule("helper", CALLER);
  if (rule != NULL) {
    size_t count = 0;
    while (argv[count] != NULL) count++;
    argv = behind_starter(rule, path, argv, alloca((count + 5) * sizeof *argv));
    path = argv[0];
  }
  return next_posix_spawn()(pid, path, actions, attributes, argv, envp);
}

IN_FRONT_OF(posix_spawn_file_actions_init)
int posix_spawn_file_actions_init(posix_spawn_file_actions_t* actions) {
  const int error = fault("posix_spawn_file_actions_init", CALLER);
  return error != 0 ? error : next_posix_spawn_file_actions_init()(actions);
}

IN_FRONT_OF(posix_spawn_file_actions_adddup2)
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t* actions, int from, int to) {
  const int error = fault("posix_spawn_file_actions_adddup2", CALLER);
  return error != 0 ? error : next_posix_spawn_file_actions_adddup2()(actions, from, to);
}

IN_FRONT_OF(posix_spawnattr_init)
int posix_spawnattr_init(posix_spawnattr_t* attributes) {
  const int error = fault("posix_spawnattr_init", CALLER);
  return error != 0 ? error : next_posix_spawnattr_init()(attributes);
}

/* ECHILD means that somebody else has reaped the child. So it is reaped here, behind the addon's
   back, and the call fails only if there was something to reap. */
IN_FRONT_OF(waitpid)
pid_t waitpid(pid_t pid, int* status, int options) {
  const struct rule* rule = fault_rule("waitpid", CALLER);
  if (rule == NULL) return next_waitpid()(pid, status, options);
  if (rule->error == ECHILD && next_waitpid()(pid, status, options) == 0) return 0;
  errno = rule->error;
  return -1;
}

IN_FRONT_OF(kill)
int kill(pid_t pid, int signal) {
  FAIL_IF(fault("kill", CALLER), -1);
  return next_kill()(pid, signal);
}
