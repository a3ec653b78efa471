// produce.c FILE BYTES [raw]: prints the file over and over until BYTES bytes are out; 0 is for
// ever.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { WRITE_SIZE = 65536 };

int main(int argc, char** argv) {
  static char text[WRITE_SIZE];
  if (argc < 3) return 2;
  int file = open(argv[1], O_RDONLY | O_CLOEXEC);
  ssize_t size = file < 0 ? -1 : read(file, text, sizeof text);
  if (size <= 0) return 2;
  close(file);
  if (argc > 3) {
    struct termios modes;
    tcgetattr(1, &modes);
    modes.c_oflag &= ~(tcflag_t)OPOST;
    tcsetattr(1, TCSANOW, &modes);
  }
  unsigned long long left = strtoull(argv[2], NULL, 10);
  int forever = left == 0;
  while (forever || left > 0) {
    size_t round = forever || left > (size_t)size ? (size_t)size : (size_t)left;
    for (size_t done = 0; done < round;) {
      ssize_t written = write(1, text + done, round - done);
      if (written < 0 && errno != EINTR) return 1;
      if (written > 0) done += (size_t)written;
    }
    if (!forever) left -= round;
  }
  return 0;
}
