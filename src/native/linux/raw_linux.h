/* System calls without libc; see raw_linux_x64.S and raw_linux_arm64.S. */
#ifndef FLATPTY_UNIX_RAW_LINUX_H_
#define FLATPTY_UNIX_RAW_LINUX_H_

#ifdef __cplusplus
extern "C" {
#endif

/* What the kernel says: -errno on failure. */
long raw_syscall(long number, long a, long b, long c, long d);

/*
 * clone(2) with a stack of the child's own, on which it calls run(argument), which never returns.
 * `cleared` is for CLONE_CHILD_CLEARTID. The child's pid, or -errno.
 */
long raw_clone(unsigned long flags, void* stack_end, void* cleared, void (*run)(void* argument),
               void* argument);

#ifdef __cplusplus
}
#endif

#endif /* FLATPTY_UNIX_RAW_LINUX_H_ */
