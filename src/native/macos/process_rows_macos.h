// All processes of the machine, for a table of them.
#ifndef FLATPTY_MACOS_PROCESS_ROWS_MACOS_H_
#define FLATPTY_MACOS_PROCESS_ROWS_MACOS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace flatpty {

struct ProcessRow {
  pid_t pid;
  std::string command;
  char state;  // a letter of proc(5)
  pid_t parent;
  pid_t session;
  int threads;  // 1 for another user's process: XNU does not say
  uid_t user;
  double started;  // in seconds since 1970; 0 for another user's process
};

// Zombies included. Throws SysError when XNU does not say.
std::vector<pid_t> ListAllProcesses();

// None when the process is gone.
std::optional<ProcessRow> ReadProcessRow(pid_t pid);

// Paths of the files that the process has open. None for one that this user may not look into.
std::vector<std::string> OpenFilesOf(pid_t pid);

}  // namespace flatpty

#endif  // FLATPTY_MACOS_PROCESS_ROWS_MACOS_H_
