#include "words.h"

#include <stdlib.h>
#include <string.h>

int DarwinWord(const char* word, int otherwise) {
  const char* at = getenv("FLATPTY_DARWIN");
  const size_t length = strlen(word);
  while (at != NULL && *at != '\0') {
    if (strncmp(at, word, length) == 0) {
      if (at[length] == '=') return atoi(at + length + 1);
      if (at[length] == ',' || at[length] == '\0') return 1;
    }
    at = strchr(at, ',');
    if (at != NULL) at++;
  }
  return otherwise;
}
