#include "unix/launch.h"

#include <algorithm>
#include <cstring>

namespace flatpty {

const Launcher* FindLauncher(const std::string& name) {
  for (const Launcher* launcher = Launchers(); launcher->name != nullptr; launcher++) {
    if (name.empty() || name == launcher->name) return launcher;
  }
  return nullptr;
}

std::vector<char*> PointersTo(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& string : strings) pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<char*> PointersInto(const std::string& texts) {
  std::vector<char*> pointers;
  pointers.reserve(static_cast<size_t>(std::count(texts.begin(), texts.end(), '\0')) + 1);
  const char* const end = texts.data() + texts.size();
  for (const char* text = texts.data(); text != end; text += std::strlen(text) + 1) {
    pointers.push_back(const_cast<char*>(text));
  }
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace flatpty
