// Whether a child may run beside its parent here. What calls itself Linux need not do what Linux
// does: gVisor, Rosetta, FEX, qemu-user, and filters.
#ifndef FLATPTY_LINUX_CLONE_PROBE_LINUX_H_
#define FLATPTY_LINUX_CLONE_PROBE_LINUX_H_

namespace flatpty {

// Tried with one child, once. `fd`: any open descriptor of 3 or more. Throws SysError when there
// is no process to try it with.
bool CloneWorks(int fd);

// The errors of a clone that is refused whatever the machine has left: qemu-user says EINVAL,
// filters EPERM or ENOSYS.
bool CloneIsUnknown(int error);

}  // namespace flatpty

#endif  // FLATPTY_LINUX_CLONE_PROBE_LINUX_H_
