/* The walk through PATH, for every child: a child may not call execvp(3), which allocates. */
#ifndef FLATPTY_UNIX_EXEC_WALK_H_
#define FLATPTY_UNIX_EXEC_WALK_H_

#include <errno.h>
#include <stddef.h>

#include "unix/child_exec.h"

/* The errors on which execvp(3) looks in the next directory of PATH; and those of an element that
   can be no directory, which a shell passes over too. */
static inline int exec_walk_goes_on(int error) {
  return error == ENOENT || error == ENOTDIR || error == ENODEV || error == ETIMEDOUT ||
         error == ESTALE || error == ENAMETOOLONG || error == ELOOP;
}

/*
 * As execvp(3): the first candidate that starts wins, EACCES is reported only if none does, and a
 * file that has no magic number is a script for /bin/sh. `run` is execve(2), returning its errno,
 * and so does this. Writes nothing but plan->sh_argv[1].
 */
static inline int exec_walk(const struct exec_plan* plan,
                            int (*run)(const char* path, char* const* argv, char* const* envp)) {
  int saw_eacces = 0;
  int error = ENOENT;
  char* const* candidate;
  for (candidate = plan->candidates; *candidate != NULL; candidate++) {
    error = run(*candidate, plan->argv, plan->envp);
    if (error == ENOEXEC) {
      plan->sh_argv[1] = *candidate;
      return run(plan->sh_argv[0], plan->sh_argv, plan->envp);
    }
    if (error == EACCES) {
      saw_eacces = 1;
    } else if (!exec_walk_goes_on(error)) {
      return error;
    }
  }
  return saw_eacces ? EACCES : error;
}

#endif /* FLATPTY_UNIX_EXEC_WALK_H_ */
