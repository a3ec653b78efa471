// <sys/proc.h> of macOS for Linux: values of p_stat, as in XNU's bsd/sys/proc.h.
#ifndef FLATPTY_TEST_DARWIN_SYS_PROC_H_
#define FLATPTY_TEST_DARWIN_SYS_PROC_H_

#define SIDL 1
#define SRUN 2
#define SSLEEP 3
#define SSTOP 4
#define SZOMB 5

#endif  // FLATPTY_TEST_DARWIN_SYS_PROC_H_
