/*
 * What LaunchByPosixSpawn and spawn-helper say to each other: the slave on 0, 1 and 2, the status
 * pipe on HELPER_STATUS_FD, the program's environment as the helper's, and these arguments.
 */
#ifndef FLATPTY_UNIX_HELPER_PROTOCOL_H_
#define FLATPTY_UNIX_HELPER_PROTOCOL_H_

enum {
  HELPER_ARG_CWD = 1,   /* empty: stay */
  HELPER_ARG_CGROUP,    /* a cgroup.procs, or empty: stay */
  HELPER_ARG_SUBREAPER, /* empty: no */
  HELPER_ARG_UID,       /* decimal, or empty: keep */
  HELPER_ARG_GID,       /* decimal, or empty: keep */
  HELPER_ARG_GROUPS,    /* empty: keep; else "=" and decimals with a comma after each */
  HELPER_ARG_SHARED,    /* empty: the terminal is the program's own */
  HELPER_ARG_FILE,      /* what to look for in PATH */
  HELPER_ARG_ARGV       /* argv[0] of the program, then the rest */
};

/* Started with an errno as its only argument, it reports that as the failure of its exec. */
enum { HELPER_ARGC_FAILED = 2 };

enum { HELPER_STATUS_FD = 3 };

#endif /* FLATPTY_UNIX_HELPER_PROTOCOL_H_ */
