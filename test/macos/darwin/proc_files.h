// /proc, for doubles that answer out of it. They include macOS's <dirent.h>, hence bare calls.
#ifndef FLATPTY_TEST_DARWIN_PROC_FILES_H_
#define FLATPTY_TEST_DARWIN_PROC_FILES_H_

#include <string>
#include <vector>

namespace darwin {

// Empty when it cannot be read.
std::string ReadText(const std::string& path);

// The names of a folder that are numbers, in ascending order.
std::vector<int> NumbersIn(const std::string& folder);

}  // namespace darwin

#endif  // FLATPTY_TEST_DARWIN_PROC_FILES_H_
