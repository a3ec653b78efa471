// Our end of the pipe that a console host writes to: one read is always under way, into a buffer
// of our own, so that "something has come" can be reported as a poller of Unix reports it.
#ifndef FLATPTY_WIN_PIPE_READER_H_
#define FLATPTY_WIN_PIPE_READER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>

#include "win/completion_port.h"
#include "win/unique_handle.h"

namespace flatpty {

class PipeReader : public Operation {
 public:
  enum class Result { kBytes, kWouldBlock, kRetry, kHangUp };
  struct Outcome {
    Result result;
    size_t bytes;
  };
  // Looks at what has come, on the I/O thread; may shorten it. Returns what is left of it.
  using Filter = std::function<size_t(char* data, size_t size)>;

  // `key` is what the port reports when Read has something to say.
  PipeReader(UniqueHandle pipe, uint64_t key, Filter filter);

  // Puts the pipe under `port` and begins to read. Call once. Throws SysError.
  void Start(CompletionPort* port);

  // Never waits. kHangUp: the host has closed its end, and all it wrote has been read. kRetry: the
  // system has no memory for a read; call again a little later.
  Outcome Read(char* to, size_t size);

  // What is still to come is read and dropped, until the host closes its end: a console host that
  // cannot write does not end, and ClosePseudoConsole may wait for that.
  void DiscardRest() noexcept;

  uint64_t Completed(DWORD bytes, DWORD error) noexcept override;

 private:
  enum class State { kIdle, kReading, kFilled, kEnded };

  void ReadOn() noexcept;  // with mutex_ held

  static constexpr size_t kBufferBytes = 64 * 1024;

  const uint64_t key_;
  const Filter filter_;
  const std::unique_ptr<char[]> buffer_;

  std::mutex mutex_;
  // mutex_ guards the rest.
  UniqueHandle pipe_;
  State state_ = State::kIdle;
  bool discards_ = false;
  size_t from_ = 0;
  size_t to_ = 0;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_PIPE_READER_H_
