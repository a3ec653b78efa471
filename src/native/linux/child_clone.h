/*
 * The child's side of a spawn without a wait: it shares the parent's memory and runs beside
 * the thread that made it, until its exec.
 */
#ifndef FLATPTY_UNIX_CHILD_CLONE_H_
#define FLATPTY_UNIX_CHILD_CLONE_H_

#include "unix/child_exec.h"

#ifdef __cplusplus
extern "C" {
#endif

struct child_clone {
  struct exec_plan plan; /* without ids and groups: such a child gets memory of its own */
  int slave;             /* 3 or more; open in the parent until `settled` */
  /* A futex: set when the child leads its session on the terminal and has descriptors of its own,
     or has failed. */
  int* settled;
  /* CHILD_STAGE_NOWHERE, or where the child has stopped; to be read when it has let go. */
  volatile struct child_failure failure;
};

/* For raw_clone; `argument` is a struct child_clone. Never returns. */
void child_clone_run(void* argument);

/* For raw_clone; `argument` is an int, an open descriptor of 3 or more. Takes a table of
   descriptors of its own as child_clone_run does, and ends with exit code 0 if it got one. */
void child_clone_try(void* argument);

#ifdef __cplusplus
}
#endif

#endif /* FLATPTY_UNIX_CHILD_CLONE_H_ */
