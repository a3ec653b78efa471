// A child_failure in words.
#ifndef FLATPTY_UNIX_CHILD_FAILURE_H_
#define FLATPTY_UNIX_CHILD_FAILURE_H_

#include <string>

#include "unix/child_exec.h"

namespace flatpty {

// The system call behind a stage, as in ErrnoException.syscall.
const char* StageName(int stage);

// The words node-pty's child prints: "execvp(3) failed.: No such file or directory".
std::string FailureText(const child_failure& failure);

}  // namespace flatpty

#endif  // FLATPTY_UNIX_CHILD_FAILURE_H_
