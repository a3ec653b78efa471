#ifndef FLATPTY_UNIX_SIGNALS_BLOCKED_H_
#define FLATPTY_UNIX_SIGNALS_BLOCKED_H_

#include <signal.h>

namespace flatpty {

// No handler of the parent may run in a child that shares its memory: everything is blocked
// until the child has reset the dispositions.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &saved_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &saved_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t saved_;
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_SIGNALS_BLOCKED_H_
