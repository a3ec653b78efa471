#include "linux/cgroup_limits_linux.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "linux/proc_files_linux.h"

namespace flatpty {

namespace {

constexpr size_t kWholeFile = 1024 * 1024;

// A hierarchy that has the controller: where it is mounted, and this process's cgroup in it.
struct Hierarchy {
  std::string mount_point;
  std::string path;  // below the mount point: "" or "/a/b"
};

struct Files {
  const char* controller;
  const char* most_v1;
  const char* most_v2;
  const char* used_v1;
  const char* used_v2;
};

// What is between the separators of `text`, without what is empty. Not by a stream: those bring a
// third of a static C++ library into the addon.
std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find(separator, start), text.size());
    if (end > start) parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

bool HasWord(const std::string& words, const std::string& word) {
  const std::vector<std::string> all = Split(words, ',');
  return std::find(all.begin(), all.end(), word) != all.end();
}

// The path of the cgroup of `controller` ("": version 2) in /proc/self/cgroup: "8:pids:/a/b".
bool FindPath(const std::string& cgroups, const std::string& controller, std::string* path) {
  for (const std::string& line : Split(cgroups, '\n')) {
    const size_t first = line.find(':');
    const size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (controller.empty() ? !controllers.empty() : !HasWord(controllers, controller)) continue;
    *path = line.substr(second + 1);
    return true;
  }
  return false;
}

// What `path` is below a mount of the hierarchy's part `root`. A container may see only its own
// part, or be in a cgroup outside of what is mounted ("/../x"): then the mount point is all it can
// see.
std::string Below(const std::string& root, const std::string& path) {
  std::string below = path;
  if (root != "/") {
    if (path.compare(0, root.size(), root) != 0) return {};
    below = path.substr(root.size());
  }
  if (below == "/" || below.compare(0, 3, "/..") == 0) return {};
  return below;
}

// proc(5), mountinfo: "36 35 0:31 /root /mount/point rw,opts shared:1 - cgroup cgroup rw,pids".
bool FindHierarchy(const std::string& root, const std::string& controller, Hierarchy* found) {
  std::string path;
  if (!FindPath(ReadStart(root + "/proc/self/cgroup", kWholeFile), controller, &path)) return false;
  const std::string mounts = ReadStart(root + "/proc/self/mountinfo", kWholeFile);
  const std::string type = controller.empty() ? "cgroup2" : "cgroup";
  for (const std::string& line : Split(mounts, '\n')) {
    const size_t dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    const std::vector<std::string> left = Split(line.substr(0, dash), ' ');
    const std::vector<std::string> right = Split(line.substr(dash + 3), ' ');
    if (left.size() < 5 || right.size() < 3) continue;
    const std::string& part = left[3];
    const std::string& mount_point = left[4];
    const std::string& its_type = right[0];
    const std::string& options = right[2];
    if (its_type != type || (!controller.empty() && !HasWord(options, controller))) continue;
    *found = {mount_point, Below(part, path)};
    return true;
  }
  return false;
}

double NumberIn(const std::string& file) {
  const std::string text = ReadStart(file);
  if (text.compare(0, 3, "max") == 0) return Limit::kUnlimited;
  char* end;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? Limit::kUnknown : number;
}

void AddLevels(const std::string& root, const Hierarchy& hierarchy, const char* most,
               const char* used, std::vector<Limit>* limits) {
  for (std::string path = hierarchy.path;; path.erase(path.rfind('/'))) {
    const std::string folder = root + hierarchy.mount_point + path + "/";
    Limit limit;
    limit.name = most;
    limit.value = NumberIn(folder + most);
    limit.in_use = NumberIn(folder + used);
    limit.scope = "cgroup " + (path.empty() ? std::string("/") : path);
    if (limit.known()) limits->push_back(std::move(limit));
    if (path.empty()) return;
  }
}

std::vector<Limit> LevelsOf(const std::string& root, const Files& files) {
  std::vector<Limit> limits;
  Hierarchy hierarchy;
  if (FindHierarchy(root, "", &hierarchy)) {
    AddLevels(root, hierarchy, files.most_v2, files.used_v2, &limits);
  }
  if (FindHierarchy(root, files.controller, &hierarchy)) {
    AddLevels(root, hierarchy, files.most_v1, files.used_v1, &limits);
  }
  return limits;
}

}  // namespace

std::vector<Limit> CgroupPidsLimits(const std::string& root) {
  auto limits = LevelsOf(root, {"pids", "pids.max", "pids.max", "pids.current", "pids.current"});
  for (Limit& limit : limits) {
    limit.cure = "end processes of it, or raise it (TasksMax= in systemd, --pids-limit in docker)";
  }
  return limits;
}

std::vector<Limit> CgroupMemoryLimits(const std::string& root) {
  auto limits = LevelsOf(root, {"memory", "memory.limit_in_bytes", "memory.max",
                                "memory.usage_in_bytes", "memory.current"});
  for (Limit& limit : limits) {
    limit.cure = "end processes of it, or raise it (MemoryMax= in systemd, --memory in docker)";
  }
  return limits;
}

}  // namespace flatpty
