// How a test asks for what XNU does with a dying child, and learns what the poller did.
#ifndef FLATPTY_TEST_SCRIPT_H_
#define FLATPTY_TEST_SCRIPT_H_

#include <chrono>
#include <optional>

namespace kqueue_on_epoll {

using Ms = std::chrono::milliseconds;

// The words of FLATPTY_KQUEUE_SCRIPT, separated by commas and read when a child is put under
// EVFILT_PROC: what this child's death will look like. Numbers are ms.
struct Script {
  // "refuse": ESRCH, as for a process that has begun to die (filt_procattach; os-semantics 3).
  bool refuse = false;
  // "lost": the child dies before it is put under watch, is accepted although, and nobody is told
  // (what Bun#35414 calls the register-after-exit race; not XNU's, where proc_refdrain excludes
  // it).
  bool lost = false;
  // "wedge": a dead child is neither told nor can it be reaped while its terminal has output that
  // nobody has read and the master is open (ttywait in proc_exit; os-semantics 2.2).
  bool wedge = false;
  // "eof-first": NOTE_EXIT comes after EV_EOF of the master (the revoke in proc_exit), or 100 ms
  // after the death when a descendant keeps the terminal open: there is no revoke here.
  bool eof_first = false;
  // "exit-first": nothing is told of the master from the child's death until NOTE_EXIT.
  bool exit_first = false;
  // "premature=N": NOTE_EXIT comes N ms after the registration, whether or not the child is dead.
  std::optional<Ms> premature;
  // "late=N": NOTE_EXIT comes N ms after the child has died.
  Ms late{0};
  // "unreapable=N": waitpid knows nothing of the death until N ms after NOTE_EXIT was due (XNU
  // posts it before it makes the process a zombie).
  Ms unreapable{0};
  // "xnu" stands for "wedge,eof-first,unreapable=5".
};

// Aborts on a word it does not know: a misspelt script must not look like a passed test.
Script ReadScript();

// A line for the file that FLATPTY_KQUEUE_TRACE names, if there is one.
void Trace(const char* format, ...) __attribute__((format(printf, 1, 2)));

}  // namespace kqueue_on_epoll

#endif  // FLATPTY_TEST_SCRIPT_H_
