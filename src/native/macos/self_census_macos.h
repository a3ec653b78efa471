// What this process holds, as XNU knows it.
#ifndef FLATPTY_MACOS_SELF_CENSUS_MACOS_H_
#define FLATPTY_MACOS_SELF_CENSUS_MACOS_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace flatpty {

struct OpenDescriptor {
  int fd;
  uint32_t type;     // PROX_FDTYPE_*
  std::string path;  // of a vnode; empty for the others, and when XNU has no path for it
};

struct OwnChild {
  pid_t pid;
  bool ended;  // and not reaped
};

struct SelfCensus {
  std::vector<OpenDescriptor> descriptors;
  std::vector<std::string> threads;  // a name each, empty where it has none
  std::vector<OwnChild> children;
};

// Throws SysError when XNU does not say.
SelfCensus ReadSelfCensus();

}  // namespace flatpty

#endif  // FLATPTY_MACOS_SELF_CENSUS_MACOS_H_
