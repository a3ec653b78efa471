// The ptys that this process holds.
#ifndef FLATPTY_TEST_DARWIN_MASTERS_H_
#define FLATPTY_TEST_DARWIN_MASTERS_H_

#include <optional>
#include <set>

namespace darwin {

// The number of the pty whose master this is.
std::optional<int> NumberOfMaster(int fd);

// Of every pty with an end open in this process: XNU frees a pty when both are closed
// (ptmx_free_ioctl). Those of other processes are not counted, as on a Mac of one's own.
std::set<int> PtysInUse();

}  // namespace darwin

#endif  // FLATPTY_TEST_DARWIN_MASTERS_H_
