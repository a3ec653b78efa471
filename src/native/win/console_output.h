// What a console prints, from the pipe to the queue that JS takes from. For two threads: its line's
// lock guards it.
#ifndef FLATPTY_WIN_CONSOLE_OUTPUT_H_
#define FLATPTY_WIN_CONSOLE_OUTPUT_H_

#include <cstddef>
#include <list>

#include "core/chunk.h"
#include "core/line.h"
#include "core/utf8_decoder.h"
#include "win/pipe_reader.h"

namespace flatpty {

class ConsoleOutput {
 public:
  // `decode`: output comes as text, decoded from UTF-8.
  ConsoleOutput(ChunkMemory* memory, bool decode) : memory_(memory), as_text_(decode) {}

  enum class Turn { kDrained, kFull, kHangUp, kNoMemory };

  // Reads what has come. Stops at kFullBytes that JS has not taken, unless `to_the_end`.
  Turn ReadFrom(PipeReader* reader, bool to_the_end) noexcept;
  // Puts `text` at the end. Throws std::bad_alloc.
  void Append(const std::string& text);

  void StopDecoding() { as_text_ = false; }
  void SetWanted(bool wanted) { wanted_ = wanted; }
  // Nothing more will come.
  void End() { ended_ = true; }
  // Nothing of it will be taken.
  void Drop();
  bool ended() const { return ended_; }

  // Little enough to be told before what floods.
  bool is_small() const { return buffered_ < kSmallBytes; }
  bool HasNews() const;
  // Moves the next piece into `delivery`, and the end. True: there is room again in a queue that
  // was full.
  bool Take(Delivery* delivery);

 private:
  void Decode(Chunk* chunk) noexcept;

  // Undelivered output at which the pipe is no longer read, and at which it is read again. The
  // console host then holds the program back.
  static constexpr size_t kFullBytes = 256 * 1024;
  static constexpr size_t kRefillBytes = 128 * 1024;
  static constexpr size_t kSmallBytes = 2048;

  ChunkMemory* const memory_;
  Utf8Decoder decoder_;
  std::list<Chunk> chunks_;
  PartOfCharacter last_part_;  // what chunks_ ends with, as far as it has been decoded
  size_t buffered_ = 0;
  bool as_text_;
  bool told_as_text_ = false;  // the last chunk taken
  bool wanted_ = true;
  bool full_ = false;
  bool ended_ = false;
  bool end_taken_ = false;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_OUTPUT_H_
