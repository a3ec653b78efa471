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
  // `port` must outlive this. Throws SysError.
  ProcessWait(CompletionPort* port, uint64_t key);
  // Waits for a callback that runs, which takes no lock.
  ~ProcessWait();
  // Posts the key once when the process ends, also when it has ended already. Call once. `process`
  // must outlive this.
  void Watch(HANDLE process);

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
