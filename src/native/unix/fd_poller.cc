#include "unix/fd_poller.h"

#include "core/reactor.h"

namespace flatpty {

FdPoller& TheFdPoller() { return static_cast<FdPoller&>(Reactor::Get().poller()); }

}  // namespace flatpty
