// Our end of the pipe that a console host reads from: one write at a time is under way.
#ifndef FLATPTY_WIN_PIPE_WRITER_H_
#define FLATPTY_WIN_PIPE_WRITER_H_

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "win/completion_port.h"
#include "win/unique_handle.h"

namespace flatpty {

class PipeWriter : public Operation {
 public:
  enum class Result { kBytes, kWouldBlock, kRetry, kNoReader };
  struct Outcome {
    Result result;
    size_t bytes;
  };

  // `key` is what the port reports when Write can take more, or can no longer.
  PipeWriter(UniqueHandle pipe, uint64_t key);

  void Start(CompletionPort* port);  // call once; throws SysError

  // Takes a copy of up to 64 KB. Never waits. kNoReader: the host has closed its end. kRetry: the
  // system has no memory for a write; call again a little later.
  // Throws std::bad_alloc.
  Outcome Write(const char* data, size_t size);

  // Gives up what the host has not taken.
  void Close() noexcept;

  uint64_t Completed(DWORD bytes, DWORD error) noexcept override;

 private:
  enum class State { kIdle, kWriting, kBroken };

  static constexpr size_t kTurnBytes = 64 * 1024;

  const uint64_t key_;

  std::mutex mutex_;
  // mutex_ guards the rest.
  UniqueHandle pipe_;
  State state_ = State::kIdle;
  std::string buffer_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_PIPE_WRITER_H_
