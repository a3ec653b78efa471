/* What child_exec asks of the OS. Async-signal-safe, every one. 0, or -1 with errno set. */
#ifndef FLATPTY_UNIX_CHILD_OS_H_
#define FLATPTY_UNIX_CHILD_OS_H_

#include "unix/child_exec.h"

/* Every signal back to SIG_DFL, whatever the parent ignored or caught. */
int child_reset_dispositions(void);

/* Keeps the terminal's unread output alive although the parent holds no slave. */
int child_pin_terminal(void);

/* Closes all descriptors from `lowest` up that do not go by themselves at the exec. */
void child_close_from(int lowest);

/* Puts the caller into the cgroup of the file `procs`. */
int child_join_cgroup(const char* procs);

/* From here on the caller becomes the parent of every orphan below it, also as another program. */
int child_become_subreaper(void);

int child_set_groups(int count, const gid_t* groups);
int child_set_gid(gid_t gid);
int child_set_uid(uid_t uid);

#endif /* FLATPTY_UNIX_CHILD_OS_H_ */
