// A process group that is about to be signalled.
#ifndef FLATPTY_UNIX_HELD_GROUP_H_
#define FLATPTY_UNIX_HELD_GROUP_H_

#include <sys/types.h>

#include "unix/unique_fd.h"

namespace flatpty {

// Holds the process whose number the group has, where the OS can: what is checked of that number
// after this is then true of what Signal() reaches, even when the number has become a stranger's.
class HeldGroup {
 public:
  // The OS's half.
  explicit HeldGroup(pid_t number);
  // kill(2) of the whole group. 0 or an errno. The OS's half.
  int Signal(int signal) const;

 private:
  const pid_t number_;
  const UniqueFd holder_;
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_HELD_GROUP_H_
