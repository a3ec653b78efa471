// The job object of one terminal: everything that its program starts, and what that starts.
#ifndef FLATPTY_WIN_JOB_H_
#define FLATPTY_WIN_JOB_H_

#include <windows.h>

#include <vector>

#include "win/unique_handle.h"

namespace flatpty {

// Without KILL_ON_JOB_CLOSE: an editor that somebody has started from a shell outlives the
// terminal.
class Job {
 public:
  Job();  // throws SysError
  HANDLE get() const { return handle_.get(); }

  // Pids of what is alive in it. Throws SysError, std::bad_alloc.
  std::vector<DWORD> Members() const;

  // Ends all members, as by ^C. Throws SysError.
  void Terminate() const;

 private:
  UniqueHandle handle_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_JOB_H_
