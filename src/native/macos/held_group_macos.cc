#include <signal.h>

#include <cerrno>

#include "unix/held_group.h"

namespace flatpty {

// XNU has nothing that holds a process's number.
HeldGroup::HeldGroup(pid_t number) : number_(number) {}

int HeldGroup::Signal(int signal) const { return ::kill(-number_, signal) == 0 ? 0 : errno; }

}  // namespace flatpty
