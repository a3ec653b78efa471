// The two ends of a pipe between this process and a console host.
#ifndef FLATPTY_WIN_PIPE_PAIR_H_
#define FLATPTY_WIN_PIPE_PAIR_H_

#include "win/unique_handle.h"

namespace flatpty {

struct PipePair {
  UniqueHandle ours;    // overlapped
  UniqueHandle theirs;  // synchronous, as a console host wants it
};

enum class PipeDirection {
  kToUs,    // the console's output
  kToHost,  // the console's input
};

// Connected when it returns. CreatePipe makes no overlapped ends, hence a named pipe: its name is
// local, cannot be guessed, can be used once and by this user only. Throws SysError.
PipePair MakePipe(PipeDirection direction);

}  // namespace flatpty

#endif  // FLATPTY_WIN_PIPE_PAIR_H_
