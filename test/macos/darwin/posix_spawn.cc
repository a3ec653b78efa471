// posix_spawn(2) in XNU's order (bsd/kern/kern_exec.c): file actions, the program's image, and only
// then SETSID, SETSIGMASK and SETSIGDEF. So no file action can take a controlling terminal. With
// CLOEXEC_DEFAULT only what the file actions have made is inherited.
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <climits>
#include <utility>
#include <vector>

#include "spawn.h"

namespace {

using Actions = std::vector<std::pair<int, int>>;

struct Attributes {
  short flags = 0;
  sigset_t mask = {};
  sigset_t defaults = {};
};

// Above every number that a file action names.
constexpr int kStatus = 900;

int Apply(const Actions& actions) {
  for (const auto& [from, to] : actions) {
    const int result = from == to ? fcntl(to, F_SETFD, 0) : dup2(from, to);
    if (result < 0) return errno;
  }
  return 0;
}

void InheritOnly(const Actions& actions) {
  syscall(SYS_close_range, 0, UINT_MAX, CLOSE_RANGE_CLOEXEC);
  for (const auto& [from, to] : actions) fcntl(to, F_SETFD, 0);
}

void ResetSignals(const sigset_t& signals) {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  for (int sig = 1; sig < NSIG; sig++) {
    if (sigismember(&signals, sig) == 1) sigaction(sig, &action, nullptr);
  }
}

int RunChild(const char* path, const Actions& actions, const Attributes& attributes,
             char* const argv[], char* const envp[]) {
  if (const int error = Apply(actions)) return error;
  if (attributes.flags & POSIX_SPAWN_CLOEXEC_DEFAULT) InheritOnly(actions);
  if (attributes.flags & POSIX_SPAWN_SETSID) setsid();
  if (attributes.flags & POSIX_SPAWN_SETSIGDEF) ResetSignals(attributes.defaults);
  if (attributes.flags & POSIX_SPAWN_SETSIGMASK) {
    sigprocmask(SIG_SETMASK, &attributes.mask, nullptr);
  }
  execve(path, argv, envp);
  return errno;
}

// 0 once the program runs, else the errno that kept it from running.
int Outcome(int status, pid_t pid) {
  int error = 0;
  ssize_t got;
  do {
    got = read(status, &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof error)) return 0;
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) continue;
  return error;
}

}  // namespace

extern "C" {

int posix_spawn(pid_t* pid, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const argv[], char* const envp[]) {
  int status[2];
  if (pipe2(status, O_CLOEXEC) < 0) return errno;
  const int report = fcntl(status[1], F_DUPFD_CLOEXEC, kStatus);
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t child = report < 0 ? -1 : fork();
  const int fork_error = errno;
  if (child == 0) {
    const int error = RunChild(path, *static_cast<const Actions*>(*actions),
                               *static_cast<const Attributes*>(*attributes), argv, envp);
    _exit(write(report, &error, sizeof error) < 0 ? 126 : 127);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  close(status[1]);
  if (report >= 0) close(report);
  const int error = child < 0 ? fork_error : Outcome(status[0], child);
  close(status[0]);
  if (error == 0) *pid = child;
  return error;
}

int posix_spawn_file_actions_init(posix_spawn_file_actions_t* actions) {
  *actions = new Actions();
  return 0;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t* actions) {
  delete static_cast<Actions*>(*actions);
  *actions = nullptr;
  return 0;
}

int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t* actions, int from, int to) {
  static_cast<Actions*>(*actions)->emplace_back(from, to);
  return 0;
}

int posix_spawnattr_init(posix_spawnattr_t* attributes) {
  *attributes = new Attributes();
  return 0;
}

int posix_spawnattr_destroy(posix_spawnattr_t* attributes) {
  delete static_cast<Attributes*>(*attributes);
  *attributes = nullptr;
  return 0;
}

int posix_spawnattr_setflags(posix_spawnattr_t* attributes, short flags) {
  static_cast<Attributes*>(*attributes)->flags = flags;
  return 0;
}

int posix_spawnattr_setsigmask(posix_spawnattr_t* attributes, const sigset_t* mask) {
  static_cast<Attributes*>(*attributes)->mask = *mask;
  return 0;
}

int posix_spawnattr_setsigdefault(posix_spawnattr_t* attributes, const sigset_t* signals) {
  static_cast<Attributes*>(*attributes)->defaults = *signals;
  return 0;
}

}  // extern "C"
