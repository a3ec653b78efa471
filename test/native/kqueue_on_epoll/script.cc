#include "script.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

namespace kqueue_on_epoll {

namespace {

void Apply(const std::string& word, Script* script) {
  const size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  const Ms ms(equals == std::string::npos ? -1 : std::atol(word.c_str() + equals + 1));
  if (word == "refuse") {
    script->refuse = true;
  } else if (word == "lost") {
    script->lost = true;
  } else if (word == "wedge") {
    script->wedge = true;
  } else if (word == "eof-first") {
    script->eof_first = true;
  } else if (word == "exit-first") {
    script->exit_first = true;
  } else if (word == "xnu") {
    script->wedge = script->eof_first = true;
    script->unreapable = Ms(5);
  } else if (name == "premature" && ms.count() >= 0) {
    script->premature = ms;
  } else if (name == "late" && ms.count() >= 0) {
    script->late = ms;
  } else if (name == "unreapable" && ms.count() >= 0) {
    script->unreapable = ms;
  } else {
    std::fprintf(stderr, "FLATPTY_KQUEUE_SCRIPT: what is '%s'?\n", word.c_str());
    std::abort();
  }
}

int OpenTrace() {
  const char* path = std::getenv("FLATPTY_KQUEUE_TRACE");
  if (path == nullptr) return -1;
  return ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

}  // namespace

Script ReadScript() {
  Script script;
  const char* text = std::getenv("FLATPTY_KQUEUE_SCRIPT");
  std::istringstream words(text == nullptr ? "" : text);
  for (std::string word; std::getline(words, word, ',');) Apply(word, &script);
  return script;
}

void Trace(const char* format, ...) {
  static const int file = OpenTrace();
  if (file < 0) return;
  char line[200];
  va_list arguments;
  va_start(arguments, format);
  const int size = std::vsnprintf(line, sizeof line - 1, format, arguments);
  va_end(arguments);
  line[size] = '\n';
  if (::write(file, line, static_cast<size_t>(size) + 1) < 0) std::abort();
}

}  // namespace kqueue_on_epoll
