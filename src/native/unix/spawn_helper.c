/*
 * spawn-helper: what LaunchByPosixSpawn starts. A fresh process with one thread, so it may
 * allocate; from child_exec on it is the same code as the vfork launcher's child.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unix/child_exec.h"
#include "unix/exec_plan.h"
#include "unix/helper_protocol.h"

extern char** environ;

static void fail(int error) __attribute__((noreturn));

static void fail(int error) {
  struct child_failure failure;
  failure.stage = CHILD_STAGE_EXEC;
  failure.error = error;
  if (write(HELPER_STATUS_FD, &failure, sizeof failure) < 0) _exit(CHILD_FAILED_EXIT_CODE);
  _exit(CHILD_FAILED_EXIT_CODE);
}

/*
 * A decimal number as LaunchByPosixSpawn writes it; *list is then behind it. strtoul and atoi are a
 * sixth of the static helper, which is 12 KB in all.
 */
static unsigned long read_id(const char** list) {
  unsigned long id = 0;
  for (; **list >= '0' && **list <= '9'; (*list)++) id = id * 10 + (unsigned long)(**list - '0');
  return id;
}

/* "=1,2,3," as written by LaunchByPosixSpawn. */
static gid_t* parse_groups(const char* list, int* count) {
  const size_t most = strlen(list) / 2 + 1;
  gid_t* groups = malloc(most * sizeof *groups);
  if (groups == NULL) return NULL;
  *count = 0;
  for (list++; *list != '\0'; list++) groups[(*count)++] = (gid_t)read_id(&list);
  return groups;
}

int main(int argc, char** argv) {
  struct exec_plan plan;
  memset(&plan, 0, sizeof plan);
  if (argc == HELPER_ARGC_FAILED) {
    const char* error = argv[1];
    fail((int)read_id(&error));
  }
  if (argc <= HELPER_ARG_ARGV) fail(EINVAL);
  plan.argv = argv + HELPER_ARG_ARGV;
  plan.envp = environ;
  plan.candidates = exec_plan_candidates(argv[HELPER_ARG_FILE], environ);
  plan.sh_argv = exec_plan_sh_argv(plan.argv);
  if (plan.candidates == NULL || plan.sh_argv == NULL) fail(ENOMEM);
  if (argv[HELPER_ARG_CWD][0] != '\0') plan.cwd = argv[HELPER_ARG_CWD];
  if (argv[HELPER_ARG_CGROUP][0] != '\0') plan.cgroup = argv[HELPER_ARG_CGROUP];
  plan.subreaper = argv[HELPER_ARG_SUBREAPER][0] != '\0';
  if (argv[HELPER_ARG_UID][0] != '\0') {
    plan.has_uid = 1;
    const char* text = argv[HELPER_ARG_UID];
    plan.uid = (uid_t)read_id(&text);
  }
  if (argv[HELPER_ARG_GID][0] != '\0') {
    plan.has_gid = 1;
    const char* text = argv[HELPER_ARG_GID];
    plan.gid = (gid_t)read_id(&text);
  }
  plan.group_count = -1;
  if (argv[HELPER_ARG_GROUPS][0] != '\0') {
    plan.groups = parse_groups(argv[HELPER_ARG_GROUPS], &plan.group_count);
    if (plan.groups == NULL) fail(ENOMEM);
  }
  plan.shares_terminal = argv[HELPER_ARG_SHARED][0] != '\0';
  child_exec(&plan, STDIN_FILENO, HELPER_STATUS_FD);
}
