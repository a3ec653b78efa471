// What a test asks of the doubles: the words of the environment variable FLATPTY_DARWIN, separated
// by commas and read at each use.
//   ptmx-max=N      kern.tty.ptmx_max (511)
//   grows=N         the first N calls of posix_openpt say ENXIO, as while XNU enlarges its table
//   no-tty          /dev/tty cannot be opened: EPERM
#ifndef FLATPTY_TEST_DARWIN_WORDS_H_
#define FLATPTY_TEST_DARWIN_WORDS_H_

#ifdef __cplusplus
extern "C" {
#endif

/* The number behind `word`, or 1 when it has none; `otherwise` when it is not there. */
int DarwinWord(const char* word, int otherwise);

#ifdef __cplusplus
}
#endif

#endif  // FLATPTY_TEST_DARWIN_WORDS_H_
