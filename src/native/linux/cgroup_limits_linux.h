// The limits of the cgroups that a process is in, cgroups(7): of every level up to the root that
// can be seen, in both versions.
#ifndef FLATPTY_LINUX_CGROUP_LIMITS_LINUX_H_
#define FLATPTY_LINUX_CGROUP_LIMITS_LINUX_H_

#include <string>
#include <vector>

#include "core/limit.h"

namespace flatpty {

// `root` stands before each path that is read; empty but in a test.
std::vector<Limit> CgroupPidsLimits(const std::string& root = {});
std::vector<Limit> CgroupMemoryLimits(const std::string& root = {});

}  // namespace flatpty

#endif  // FLATPTY_LINUX_CGROUP_LIMITS_LINUX_H_
