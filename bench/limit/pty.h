// A terminal with a program on it, by the fewest system calls that do it: the limit that the
// libraries are measured against.
#ifndef FLATPTY_BENCH_PTY_H_
#define FLATPTY_BENCH_PTY_H_

#include <stddef.h>
#include <sys/types.h>

struct terminal {
  int master;  // nonblocking
  int pidfd;   // readable once the program has ended
  pid_t pid;
};

// Starts argv[0], a path, with this process's environment. Ends the process when it cannot.
struct terminal open_terminal(char* const argv[]);

// Reaps the program, which has ended, and closes the terminal.
void close_terminal(struct terminal* terminal);

// Writes all of `bytes`, waiting for room.
void write_all(int fd, const char* bytes, size_t count);

// Reads until `text` has come; what comes behind it is lost.
void wait_for(int fd, const char* text);

int new_epoll(void);
// Watches `fd` for input and, with `writing`, for room; `key` comes back in data.u32.
void watch(int epoll, int fd, unsigned key, int writing);
void unwatch(int epoll, int fd);

void die(const char* what) __attribute__((noreturn));

#endif
