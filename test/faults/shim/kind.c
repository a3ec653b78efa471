#include "kind.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

static const struct {
  const char* start;
  const char* kind;
} kKinds[] = {
    {"/dev/ptmx", "master"}, {"/dev/pts/ptmx", "master"},        {"/dev/pts/", "slave"},
    {"pipe:", "pipe"},       {"anon_inode:[eventfd", "eventfd"}, {"anon_inode:[pidfd]", "pidfd"},
    {"pidfd:", "pidfd"}, /* since Linux 6.9 it has a file system of its own */
};

const char* kind_of_path(const char* path) {
  size_t i;
  for (i = 0; i < sizeof kKinds / sizeof *kKinds; i++) {
    if (strncmp(path, kKinds[i].start, strlen(kKinds[i].start)) == 0) return kKinds[i].kind;
  }
  return "other";
}

const char* kind_of_fd(int fd) {
  char link[32] = "/proc/self/fd/";
  char target[64];
  char digits[12];
  size_t at = strlen(link);
  int count = 0;
  ssize_t size;
  if (fd < 0) return "other";
  do {
    digits[count++] = (char)('0' + fd % 10);
    fd /= 10;
  } while (fd > 0);
  while (count > 0) link[at++] = digits[--count];
  size = readlink(link, target, sizeof target - 1);
  if (size < 0) return "other";
  target[size] = '\0';
  return kind_of_path(target);
}
