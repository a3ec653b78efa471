#include "unix/exec_plan.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* What musl and the BSDs search when the environment has no PATH. */
static const char kDefaultPath[] = "/usr/local/bin:/bin:/usr/bin";

static const char* search_path(char* const* envp) {
  for (; *envp != NULL; envp++) {
    if (strncmp(*envp, "PATH=", 5) == 0) return *envp + 5;
  }
  return kDefaultPath;
}

static char** single(const char* file) {
  const size_t bytes = strlen(file) + 1;
  char** list = malloc(2 * sizeof(char*) + bytes);
  if (list == NULL) return NULL;
  list[0] = (char*)(list + 2);
  list[1] = NULL;
  memcpy(list[0], file, bytes);
  return list;
}

char** exec_plan_candidates(const char* file, char* const* envp) {
  const char* path = search_path(envp);
  const size_t file_length = strlen(file);
  size_t count = 1;
  size_t at = 0;
  const char* p;
  char** list;
  char* text;
  /* A name with a slash is a path; the empty name must be ENOENT and not the directory itself. */
  if (file_length == 0 || strchr(file, '/') != NULL) return single(file);
  for (p = path; *p != '\0'; p++) count += *p == ':';
  list = malloc((count + 1) * sizeof(char*) + strlen(path) + count * (file_length + 2));
  if (list == NULL) return NULL;
  text = (char*)(list + count + 1);
  for (p = path;; p++) {
    const size_t length = strcspn(p, ":");
    list[at++] = text;
    memcpy(text, p, length);
    text += length;
    /* An empty element of PATH is the current directory. */
    if (length > 0) *text++ = '/';
    memcpy(text, file, file_length + 1);
    text += file_length + 1;
    p += length;
    if (*p == '\0') break;
  }
  list[at] = NULL;
  return list;
}

char** exec_plan_sh_argv(char* const* argv) {
  static char shell[] = "/bin/sh";
  size_t count = 0;
  size_t i;
  char** list;
  while (argv[count] != NULL) count++;
  list = calloc(count + 3, sizeof(char*));
  if (list == NULL) return NULL;
  list[0] = shell;
  for (i = 1; i < count; i++) list[i + 1] = argv[i];
  return list;
}
