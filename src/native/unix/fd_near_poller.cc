#include "unix/fd_near_poller.h"

#include "unix/fd_poller.h"

namespace flatpty {

bool FdNearPoller::ReportOnce(Token token) { return TheFdPoller().WatchOnce(Descriptor(), token); }

void FdNearPoller::StopReporting() { TheFdPoller().Unwatch(Descriptor()); }

}  // namespace flatpty
