// Sends back what is typed.
#include "raw.h"

int main(void) {
  char buffer[4096];
  if (!raw_and_ready()) return 1;
  for (;;) {
    ssize_t count = read(0, buffer, sizeof buffer);
    if (count <= 0 || write(1, buffer, (size_t)count) != count) return 0;
  }
}
