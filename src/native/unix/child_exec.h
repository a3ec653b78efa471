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
  CHILD_STAGE_GROUPS,
  CHILD_STAGE_GID,
  CHILD_STAGE_UID,
  CHILD_STAGE_CHDIR,
  CHILD_STAGE_EXEC
};

/* What a failed child writes to its status pipe; a child that reached the exec writes nothing. */
struct child_failure {
  int stage;
  int error;
};

/* Where a child says how far it came. */
struct child_report {
  int fd; /* a status pipe */
  /* NULL, or what a parent that shares its memory looks at when vfork returns: by then the exec is
     behind the child, but its end of the pipe may not be closed yet, and a read would wait for it.
     Set to CHILD_STAGE_NOWHERE at the start, so that the parent sees whether memory is shared:
     qemu-user, valgrind and ThreadSanitizer make a fork of vfork. */
  volatile struct child_failure* shared;
};

enum { CHILD_FAILED_EXIT_CODE = 1 };

struct exec_plan {
  char* const* argv;
  char* const* envp;
  char* const* candidates; /* paths to try in this order, NULL-terminated */
  char** sh_argv;          /* {"/bin/sh", (slot for the path), argv[1], ..., NULL} */
  const char* cwd;         /* NULL: stay where the parent is */
  int has_uid;
  uid_t uid;
  int has_gid;
  gid_t gid;
  int group_count; /* -1: leave the supplementary groups alone */
  const gid_t* groups;
};

/*
 * Makes the caller a session leader on the terminal `slave` and execs the plan. On failure it
 * says so to `report` and exits. Descriptors above 2 are gone in the
 * program. `slave` may be 0 already (spawn-helper).
 */
void child_exec(const struct exec_plan* plan, int slave, struct child_report report)
    __attribute__((noreturn));

#ifdef __cplusplus
}
#endif

#endif /* FLATPTY_UNIX_CHILD_EXEC_H_ */
