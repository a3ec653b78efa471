// <crt_externs.h> of macOS for Linux.
#ifndef FLATPTY_TEST_DARWIN_CRT_EXTERNS_H_
#define FLATPTY_TEST_DARWIN_CRT_EXTERNS_H_

#ifdef __cplusplus
extern "C" {
#endif

char*** _NSGetEnviron(void);

#ifdef __cplusplus
}
#endif

#endif  // FLATPTY_TEST_DARWIN_CRT_EXTERNS_H_
