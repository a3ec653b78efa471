// Tells a completion port that a process has ended. By a wait of the thread pool, which serves 63
// processes with one thread.
#ifndef FLATPTY_WIN_PROCESS_WAIT_H_
#define FLATPTY_WIN_PROCESS_WAIT_H_

#include <windows.h>

#include <cstdint>

#include "win/completion_port.h"

namespace flatpty {

class ProcessWait {
 public:
  // Posts `key` once, also when the process has ended already. `process` and `port` must outlive
  // this. Throws SysError.
  ProcessWait(HANDLE process, CompletionPort* port, uint64_t key);
  // Waits for a callback that runs, which takes no lock.
  ~ProcessWait();
  ProcessWait(const ProcessWait&) = delete;
  ProcessWait& operator=(const ProcessWait&) = delete;

 private:
  static void CALLBACK Ended(PTP_CALLBACK_INSTANCE, void* context, PTP_WAIT, TP_WAIT_RESULT);

  CompletionPort* const port_;
  const uint64_t key_;
  PTP_WAIT wait_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_PROCESS_WAIT_H_
