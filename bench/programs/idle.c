// Never reads, never prints after its first word.
#include "raw.h"

int main(void) {
  if (!raw_and_ready()) return 1;
  for (;;) pause();
}
