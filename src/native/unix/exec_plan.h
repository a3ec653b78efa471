/* The parts of a struct exec_plan that need memory, made before the fork (or in spawn-helper). */
#ifndef FLATPTY_UNIX_EXEC_PLAN_H_
#define FLATPTY_UNIX_EXEC_PLAN_H_

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The paths that execvp(3) would try for `file`, with PATH taken from `envp`: the child's own
 * environment, as node-pty and a shell do it, not the parent's. One malloc'ed block for free();
 * NULL with errno ENOMEM.
 */
char** exec_plan_candidates(const char* file, char* const* envp);

/* {"/bin/sh", NULL slot for the script, argv[1], ..., NULL}, for files without a magic number. */
char** exec_plan_sh_argv(char* const* argv);

#ifdef __cplusplus
}
#endif

#endif /* FLATPTY_UNIX_EXEC_PLAN_H_ */
