// <dirent.h> of macOS for Linux: /dev shows a ttysNNN for each pty that is open, as devfs does
// there; other folders are as they are.
#ifndef FLATPTY_TEST_DARWIN_DIRENT_H_
#define FLATPTY_TEST_DARWIN_DIRENT_H_

#include <stdint.h>

struct dirent {
  uint64_t d_ino;
  uint64_t d_seekoff;
  uint16_t d_reclen;
  uint16_t d_namlen;
  uint8_t d_type;
  char d_name[1024];
};

typedef struct DarwinDir DIR;

#ifdef __cplusplus
extern "C" {
#endif

// Under other names, so that glibc's own callers get glibc's.
DIR* opendir(const char* path) __asm__("darwin_opendir");
struct dirent* readdir(DIR* dir) __asm__("darwin_readdir");
int closedir(DIR* dir) __asm__("darwin_closedir");

#ifdef __cplusplus
}
#endif

#endif  // FLATPTY_TEST_DARWIN_DIRENT_H_
