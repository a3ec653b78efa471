// sink.c BYTES: takes as many bytes of input, says DONE with their checksum, and stays until hung
// up.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "raw.h"

int main(int argc, char** argv) {
  static unsigned char buffer[65536];
  uint32_t sum = 0;
  if (argc != 2 || !raw_and_ready()) return 2;
  long left = atol(argv[1]);
  while (left > 0) {
    ssize_t count = read(0, buffer, sizeof buffer);
    if (count <= 0) return 1;
    for (ssize_t i = 0; i < count; i++) sum += buffer[i];
    left -= count;
  }
  printf("DONE %u\n", sum);
  fflush(stdout);
  for (;;) pause();
}
