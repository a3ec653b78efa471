// <sys/sysctl.h> of macOS for Linux: the part that flatpty uses, as in XNU's bsd/sys/sysctl.h.
#ifndef FLATPTY_TEST_DARWIN_SYS_SYSCTL_H_
#define FLATPTY_TEST_DARWIN_SYS_SYSCTL_H_

#include <stddef.h>

#define CTL_KERN 1
#define KERN_PROC 14
#define KERN_PROC_RUID 6

// Only its size matters to flatpty: two structs of the kernel's, 296 and 352 bytes.
struct kinfo_proc {
  char kp_proc[296];
  char kp_eproc[352];
};

#ifdef __cplusplus
extern "C" {
#endif

int sysctl(int* name, unsigned name_length, void* old_value, size_t* old_size, void* new_value,
           size_t new_size);
int sysctlbyname(const char* name, void* old_value, size_t* old_size, void* new_value,
                 size_t new_size);

#ifdef __cplusplus
}
#endif

#endif  // FLATPTY_TEST_DARWIN_SYS_SYSCTL_H_
