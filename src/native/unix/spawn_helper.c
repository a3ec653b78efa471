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

/* "=1,2,3," as written by LaunchByPosixSpawn. */
static gid_t* parse_groups(const char* list, int* count) {
  const size_t most = strlen(list) / 2 + 1;
  gid_t* groups = malloc(most * sizeof *groups);
  if (groups == NULL) return NULL;
  *count = 0;
  for (list++; *list != '\0'; list++) {
    char* end;
    groups[(*count)++] = (gid_t)strtoul(list, &end, 10);
    list = end;
  }
  return groups;
}

int main(int argc, char** argv) {
  struct exec_plan plan;
  memset(&plan, 0, sizeof plan);
  /* A number that LaunchByPosixSpawn wrote. NOLINTNEXTLINE(cert-err34-c) */
  if (argc == HELPER_ARGC_FAILED) fail(atoi(argv[1]));
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
    plan.uid = (uid_t)strtoul(argv[HELPER_ARG_UID], NULL, 10);
  }
  if (argv[HELPER_ARG_GID][0] != '\0') {
    plan.has_gid = 1;
    plan.gid = (gid_t)strtoul(argv[HELPER_ARG_GID], NULL, 10);
  }
  plan.group_count = -1;
  if (argv[HELPER_ARG_GROUPS][0] != '\0') {
    plan.groups = parse_groups(argv[HELPER_ARG_GROUPS], &plan.group_count);
    if (plan.groups == NULL) fail(ENOMEM);
  }
  plan.shares_terminal = argv[HELPER_ARG_SHARED][0] != '\0';
  child_exec(&plan, STDIN_FILENO, HELPER_STATUS_FD);
}
