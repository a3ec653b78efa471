// The completion port that the I/O thread waits at, for all terminals.
#ifndef FLATPTY_WIN_COMPLETION_PORT_H_
#define FLATPTY_WIN_COMPLETION_PORT_H_

#include <windows.h>

#include <cstdint>
#include <memory>

#include "win/unique_handle.h"

namespace flatpty {

// One overlapped call under way. The kernel writes to it and to what belongs to it until the port
// has reported its end, so it holds itself alive so long.
class Operation : public OVERLAPPED, public std::enable_shared_from_this<Operation> {
 public:
  Operation() : OVERLAPPED{} {}
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  virtual ~Operation() = default;

  // Before the call; the port's Wait gives the hold up.
  void Begin() {
    Internal = InternalHigh = 0;
    Offset = OffsetHigh = 0;
    kept_ = shared_from_this();
  }
  // When the call says that there will be no completion.
  void Abandon() noexcept { kept_.reset(); }

  // On the I/O thread, once for each Begin. `error` is a Win32 number, 0 when all is well. Returns
  // the key that Wait reports; 0: nothing to report.
  virtual uint64_t Completed(DWORD bytes, DWORD error) noexcept = 0;

 private:
  friend class CompletionPort;
  std::shared_ptr<Operation> kept_;
};

class CompletionPort {
 public:
  CompletionPort();  // throws SysError

  // Completions of `handle` come here from now on. Throws SysError.
  void Watch(HANDLE handle);

  // Wakes the waiter, which then sees `key` (not 0). False: there was no memory for it.
  bool Post(uint64_t key) noexcept;

  // Waits up to timeout_ms (-1: for ever), has every Operation that is over Completed, and puts
  // what they and Post report into `keys`. Returns how many. For one thread.
  size_t Wait(uint64_t* keys, size_t capacity, int timeout_ms);

 private:
  UniqueHandle port_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_COMPLETION_PORT_H_
