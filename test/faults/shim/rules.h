/*
 * What is to fail, by the environment variable FAULT, at the start or set while the program runs:
 *
 *   FAULT=RULE[,RULE]...      RULE = CALL[@KIND]:ERROR:WHEN       "" or unset: nothing fails
 *
 *   CALL   a function ("tcsetattr"), a request of ioctl, fcntl or epoll_ctl ("TIOCSWINSZ"), or what
 *          is called by number through syscall(2) ("close_range")
 *   KIND   only on a descriptor or path of that kind: master, slave, pipe, pidfd, eventfd, other.
 *          Of an allocation: only in the thread of that name
 *   ERROR  an errno's name; SHORT: one byte is transferred; PAUSE: nothing fails, but 10 ms pass
 *          first
 *   WHEN   once, always, nth=N (only the Nth call), first=N (the first N)
 *
 * Only calls of the addon's own code count (caller.h); all others go through. FAULT_HITS in the
 * environment says how many calls were made to fail since FAULT was last set.
 *
 * Runs in the child of a vfork too: what is called from a wrapper is async-signal-safe.
 */
#ifndef FLATPTY_FAULTS_RULES_H_
#define FLATPTY_FAULTS_RULES_H_

#include <stdatomic.h>

enum { FAULT_SHORT = -1, FAULT_PAUSE = -2 };

enum rule_when { WHEN_ALWAYS, WHEN_NTH, WHEN_FIRST };

struct rule {
  char call[40];
  char kind[32];
  int error;
  enum rule_when when;
  int count;
  atomic_int seen;
};

/* The rule by which this call fails now, or NULL. `caller` is where the call returns to. */
const struct rule* fault_rule(const char* call, const void* caller);

/* As fault_rule, 0 or what it is to fail with: of a call on a descriptor, on a path, on neither. */
int fault_on_fd(const char* call, int fd, const void* caller);
int fault_on_path(const char* call, const char* path, const void* caller);
int fault(const char* call, const void* caller);

/* As fault, of an allocation; the caller may be libstdc++ on behalf of the addon. */
int fault_of_memory(const char* call, const void* caller);

#endif /* FLATPTY_FAULTS_RULES_H_ */
