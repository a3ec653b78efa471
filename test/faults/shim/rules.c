#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>

#include "caller.h"
#include "kind.h"
#include "wrapper.h"

enum { MAX_RULES = 8, MAX_ERRNO = 133 };

static const char kHits[] = "FAULT_HITS=";
static const struct timespec kPause = {0, 10 * 1000 * 1000};

struct plan {
  int count;
  struct rule rules[MAX_RULES];
};

/* Shared with the children of a fork, whose calls count as well. */
struct shared {
  atomic_int hits;
  char text[32]; /* FAULT_HITS, as it stands in the environment */
};

static _Atomic(struct plan*) armed;
static struct shared* shared;

static void* shared_page(size_t size) {
  void* page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) abort();
  return page;
}

static void reject(const char* rule) {
  fprintf(stderr, "FAULT: not a rule: %s\n", rule);
  abort();
}

static int error_number(const char* name) {
  int error;
  if (strcmp(name, "SHORT") == 0) return FAULT_SHORT;
  if (strcmp(name, "PAUSE") == 0) return FAULT_PAUSE;
  for (error = 1; error <= MAX_ERRNO; error++) {
    const char* known = strerrorname_np(error);
    if (known != NULL && strcmp(known, name) == 0) return error;
  }
  return 0;
}

static int parse_when(const char* text, struct rule* rule) {
  rule->count = 1;
  rule->when = WHEN_NTH;
  if (strcmp(text, "once") == 0) return 1;
  if (sscanf(text, "nth=%d", &rule->count) == 1) return 1;
  rule->when = WHEN_FIRST;
  if (sscanf(text, "first=%d", &rule->count) == 1) return 1;
  rule->when = WHEN_ALWAYS;
  return strcmp(text, "always") == 0;
}

static void parse_rule(const char* text, struct rule* rule) {
  char error[32];
  char when[32];
  char* at;
  if (sscanf(text, "%39[^:]:%31[^:]:%31s", rule->call, error, when) != 3) reject(text);
  at = strchr(rule->call, '@');
  if (at != NULL) {
    *at = '\0';
    strcpy(rule->kind, at + 1);
  }
  rule->error = error_number(error);
  if (rule->error == 0 || !parse_when(when, rule)) reject(text);
}

static void show_hits(void) {
  int hits = atomic_load(&shared->hits);
  char* digit = shared->text + strlen(shared->text);
  while (*--digit != '=') {
    *digit = (char)('0' + hits % 10);
    hits /= 10;
  }
}

/* A new page each time: another thread may be looking at the old one. */
static void arm(const char* text) {
  struct plan* plan = NULL;
  if (text != NULL && *text != '\0') {
    char* copy = strdup(text);
    char* rest = copy;
    char* word;
    plan = shared_page(sizeof *plan);
    while ((word = strsep(&rest, ",")) != NULL) {
      if (plan->count == MAX_RULES) reject(word);
      parse_rule(word, &plan->rules[plan->count++]);
    }
    free(copy);
  }
  atomic_store(&shared->hits, 0);
  show_hits();
  atomic_store(&armed, plan);
}

__attribute__((constructor)) static void start(void) {
  shared = shared_page(sizeof *shared);
  strcpy(shared->text, kHits);
  strcat(shared->text, "000000");
  putenv(shared->text);
  arm(getenv("FAULT"));
}

/* What `process.env.FAULT = ...` comes down to. */
IN_FRONT_OF(setenv)
int setenv(const char* name, const char* value, int overwrite) {
  if (strcmp(name, "FAULT") == 0) arm(value);
  return next_setenv()(name, value, overwrite);
}

static int is_due(struct rule* rule) {
  const int seen = atomic_fetch_add(&rule->seen, 1) + 1;
  switch (rule->when) {
    case WHEN_NTH:
      return seen == rule->count;
    case WHEN_FIRST:
      return seen <= rule->count;
    default:
      return 1;
  }
}

/* `kind` NULL: the call has none, and a rule's says something else. */
static const struct rule* due_rule(const char* call, const char* kind) {
  struct plan* plan = atomic_load(&armed);
  int i;
  for (i = 0; plan != NULL && i < plan->count; i++) {
    struct rule* rule = &plan->rules[i];
    if (strcmp(rule->call, call) != 0) continue;
    if (kind != NULL && *rule->kind != '\0' && strcmp(rule->kind, kind) != 0) continue;
    if (!is_due(rule)) continue;
    atomic_fetch_add(&shared->hits, 1);
    show_hits();
    if (rule->error != FAULT_PAUSE) return rule;
    nanosleep(&kPause, NULL);
  }
  return NULL;
}

static int is_watched(const void* caller) {
  return atomic_load(&armed) != NULL && is_addon(caller);
}

static int error_of(const struct rule* rule) { return rule == NULL ? 0 : rule->error; }

const struct rule* fault_rule(const char* call, const void* caller) {
  return is_watched(caller) ? due_rule(call, NULL) : NULL;
}

int fault(const char* call, const void* caller) { return error_of(fault_rule(call, caller)); }

int fault_on_fd(const char* call, int fd, const void* caller) {
  const int saved_errno = errno;
  int error = 0;
  if (is_watched(caller)) error = error_of(due_rule(call, kind_of_fd(fd)));
  errno = saved_errno;
  return error;
}

int fault_on_path(const char* call, const char* path, const void* caller) {
  return is_watched(caller) ? error_of(due_rule(call, kind_of_path(path))) : 0;
}

int fault_of_memory(const char* call, const void* caller) {
  char thread[16];
  if (atomic_load(&armed) == NULL || !is_on_behalf_of_addon(caller)) return 0;
  prctl(PR_GET_NAME, thread);
  return error_of(due_rule(call, thread));
}
