/* Linux 5.9, the same number on every architecture; node-pty 1.2.0-beta.15 lost the call because
   its sysroot's headers did not know it. */
#ifndef FLATPTY_UNIX_CLOSE_RANGE_LINUX_H_
#define FLATPTY_UNIX_CLOSE_RANGE_LINUX_H_

#include <sys/syscall.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

/* CLOSE_RANGE_UNSHARE, linux/close_range.h. */
enum { CLOSE_RANGE_UNSHARE_FLAG = 1 << 1 };

#endif /* FLATPTY_UNIX_CLOSE_RANGE_LINUX_H_ */
