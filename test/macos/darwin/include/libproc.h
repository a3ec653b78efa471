// <libproc.h> of macOS for Linux: the part that flatpty uses. Results as in Apple's
// libsyscall/wrappers/libproc: bytes, except proc_listallpids, which counts.
#ifndef FLATPTY_TEST_DARWIN_LIBPROC_H_
#define FLATPTY_TEST_DARWIN_LIBPROC_H_

#include <stdint.h>
#include <sys/proc_info.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

int proc_listpids(uint32_t type, uint32_t typeinfo, void* buffer, int buffersize);
int proc_listallpids(void* buffer, int buffersize);
int proc_pidinfo(int pid, int flavor, uint64_t arg, void* buffer, int buffersize);
int proc_pidfdinfo(int pid, int fd, int flavor, void* buffer, int buffersize);

#ifdef __cplusplus
}
#endif

#endif  // FLATPTY_TEST_DARWIN_LIBPROC_H_
