/*
 * The child's side of a spawn, from the fork (or from spawn-helper's main) to the exec.
 * Everything it needs is prepared by the parent in a struct exec_plan.
 */
#ifndef FLATPTY_UNIX_CHILD_EXEC_H_
#define FLATPTY_UNIX_CHILD_EXEC_H_

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where a child stopped on its way to the exec. */
enum child_stage {
  CHILD_STAGE_NOWHERE = 0, /* it has not stopped */
  CHILD_STAGE_SIGNALS,
  CHILD_STAGE_SIGNAL_MASK,
  CHILD_STAGE_SETSID,
  CHILD_STAGE_TERMINAL,
  CHILD_STAGE_STDIO,
  CHILD_STAGE_DESCRIPTORS,
  CHILD_STAGE_GROUPS,
  CHILD_STAGE_GID,
  CHILD_STAGE_UID,
  CHILD_STAGE_CHDIR,
  CHILD_STAGE_CGROUP,
  CHILD_STAGE_SUBREAPER,
  CHILD_STAGE_EXEC
};

/*
 * What a child writes to its status pipe. First, with CHILD_STAGE_NOWHERE and its pid: it leads its
 * session and holds no descriptor of its parent's. Then, if it fails, where and why; the exec
 * closes the pipe.
 */
struct child_failure {
  int stage;
  int error;
};

enum { CHILD_FAILED_EXIT_CODE = 1 };

struct exec_plan {
  char* const* argv;
  char* const* envp;
  char* const* candidates; /* paths to try in this order, NULL-terminated */
  char** sh_argv;          /* {"/bin/sh", (slot for the path), argv[1], ..., NULL} */
  const char* cwd;         /* NULL: stay where the parent is */
  const char* cgroup;      /* a cgroup.procs; NULL: stay in the parent's cgroups */
  int subreaper;           /* whether orphans below the program become its children */
  int has_uid;
  uid_t uid;
  int has_gid;
  gid_t gid;
  int group_count; /* -1: leave the supplementary groups alone */
  const gid_t* groups;
  int shares_terminal; /* another session may control the terminal: the program goes on without */
};

/*
 * Makes the caller a session leader on the terminal `slave` and execs the plan. It says how far it
 * came to the status pipe `status`; on failure it exits. Descriptors above 2 are gone in the
 * program. `slave` may be 0 already (spawn-helper).
 */
void child_exec(const struct exec_plan* plan, int slave, int status) __attribute__((noreturn));

#ifdef __cplusplus
}
#endif

#endif /* FLATPTY_UNIX_CHILD_EXEC_H_ */
