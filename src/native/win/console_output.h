// What a console prints, from the pipe to the queue that JS takes from.
#ifndef FLATPTY_WIN_CONSOLE_OUTPUT_H_
#define FLATPTY_WIN_CONSOLE_OUTPUT_H_

#include <cstddef>
#include <string>

#include "core/chunk.h"
#include "core/held.h"
#include "core/line.h"
#include "core/output_queue.h"
#include "win/pipe_reader.h"

namespace flatpty {

class ConsoleOutput {
 public:
  explicit ConsoleOutput(ChunkMemory* memory) : memory_(memory) {}

  enum class Turn { kDrained, kFull, kHangUp, kNoMemory };

  // Reads what has come. Stops at kFullBytes that JS has not taken, unless `to_the_end`.
  Turn ReadFrom(Held held, PipeReader* reader, bool to_the_end) noexcept;
  // Puts `text` at the end. Throws std::bad_alloc.
  void Say(Held held, const std::string& text);

  // Output comes as text, decoded from UTF-8; to be called before the first read.
  void DecodeUtf8() { queue_.DecodeUtf8(); }
  void StopDecoding() { queue_.StopDecoding(); }
  void SetWanted(Held held, bool wanted) { queue_.SetWanted(held, wanted); }
  // Nothing more will come.
  void Finish(Held held) { queue_.Finish(held); }
  bool finished(Held held) const { return queue_.finished(held); }
  // Nothing of it will be taken.
  void Clear(Held held) { queue_.Clear(held); }

  // Announced before what floods.
  bool IsLittle(Held held) const { return queue_.size(held) < kSmallBytes; }
  bool HasNews(Held held) const { return queue_.HasNews(held); }
  // Moves the next piece into `delivery`, and the end. True: there is room again in a queue that
  // was full.
  bool Take(Held held, Delivery* delivery);

 private:
  // Undelivered output at which the pipe is no longer read, and at which it is read again. The
  // console host then holds the program back.
  static constexpr size_t kFullBytes = 256 * 1024;
  static constexpr size_t kRefillBytes = 128 * 1024;
  static constexpr size_t kSmallBytes = 2048;

  OutputQueue::Tail TailForReading(Held held);

  ChunkMemory* const memory_;
  OutputQueue queue_{OutputQueue::End::kAhead};
  bool full_ = false;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_OUTPUT_H_
