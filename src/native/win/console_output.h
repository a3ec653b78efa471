// What a console prints, from the pipe to the queue that JS takes from.
#ifndef FLATPTY_WIN_CONSOLE_OUTPUT_H_
#define FLATPTY_WIN_CONSOLE_OUTPUT_H_

#include <cstddef>
#include <mutex>
#include <string>

#include "core/held.h"
#include "core/output_queue.h"
#include "win/pipe_reader.h"

namespace flatpty {

class ConsoleOutput {
 public:
  enum class Turn { kDrained, kFull, kHangUp, kRetry };

  // `mutex` is the line's lock.
  ConsoleOutput(std::mutex* mutex, ChunkMemory* memory) : mutex_(*mutex), memory_(memory) {}

  // JS.

  void DecodeUtf8() { queue_.DecodeUtf8(); }
  void StopDecoding() { queue_.StopDecoding(); }
  void SetWanted(Held held, bool wanted) { queue_.SetWanted(held, wanted); }
  // Moves the next piece into `delivery`, and the end. True: there is room again in a queue that
  // was full.
  bool Take(Held held, Delivery* delivery);

  // Any thread.

  bool HasNews(Held held) const { return queue_.HasNews(held); }
  // Little enough to be announced before what floods.
  bool IsLittle(Held held) const;
  // Nothing more will come.
  void Finish(Held held) { queue_.Finish(held); }
  // Nothing of it will be taken.
  void Drop(Held held);
  bool finished(Held held) const { return queue_.finished(held); }

  // The I/O thread, without the lock.

  // Reads what has come. Stops at kFullBytes that JS has not taken, unless `to_the_end`. kRetry:
  // there is no memory.
  Turn Read(PipeReader* reader, bool to_the_end) noexcept;
  // Shows a line of our own at the end of the output, when there is memory for it.
  void Say(const std::string& text) noexcept;

 private:
  bool IsFull();
  OutputQueue::Tail TailForReading();
  void Append(OutputQueue::Tail* tail) noexcept;

  std::mutex& mutex_;
  ChunkMemory* const memory_;
  // Guarded by the line's lock.
  OutputQueue queue_{OutputQueue::End::kAhead};
  bool full_ = false;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_OUTPUT_H_
