// What a terminal has printed and JS has not taken yet, in order, as bytes or as text. For every
// kind of line.
#ifndef FLATPTY_OUTPUT_QUEUE_H_
#define FLATPTY_OUTPUT_QUEUE_H_

#include <atomic>
#include <cstddef>
#include <list>

#include "core/chunk.h"
#include "core/held.h"
#include "core/line.h"
#include "core/utf8_decoder.h"

namespace flatpty {

class OutputQueue {
 public:
  // One chunk, in a list: what is read into it finds its place in the queue without needing memory.
  using Tail = std::list<Chunk>;
  enum class End {
    kAhead,
    kReached,  // nothing more is read; JS does not know yet
    kTold,
  };

  explicit OutputQueue(End end) : end_(end) {}

  // The reader: one thread at a time, which reads into a tail and needs no lock for that.

  // The last chunk, when it has room, else an empty tail.
  Tail TakeTail(Held);
  // A fresh chunk. Throws std::bad_alloc.
  void Extend(Tail* tail, ChunkMemory* memory) { tail->emplace_back(memory, decoder_.part()); }
  // Decodes what was read. Before Append, and without the lock.
  void Decode(Tail* tail) noexcept;
  // Puts the tail at the end, and empties it.
  void Append(Held, Tail* tail) noexcept;
  // Nothing more will come.
  void Finish(Held) {
    if (end_ == End::kAhead) end_ = End::kReached;
  }
  bool finished(Held) const { return end_ != End::kAhead; }

  // JS.

  // Output comes as text, decoded from UTF-8; to be called before the first read.
  void DecodeUtf8() { as_text_ = true; }
  // For any thread. From here on output comes as bytes, for good.
  void StopDecoding() { as_text_ = false; }
  void SetWanted(Held, bool wanted) { wanted_ = wanted; }
  bool wanted(Held) const { return wanted_; }
  // The next chunk when JS wants it, and the end after the last one.
  void Take(Held, Delivery* delivery);
  void Clear(Held);

  // Bytes that wait.
  size_t size(Held) const { return bytes_; }
  // Whether Take has something: a wake-up of the event loop costs more than a look.
  bool HasNews(Held) const { return chunks_.empty() ? end_ == End::kReached : wanted_; }

 private:
  std::list<Chunk> chunks_;
  size_t bytes_ = 0;
  End end_;
  bool wanted_ = true;
  std::atomic<bool> as_text_{false};
  bool taken_as_text_ = false;  // the last chunk taken
  PartOfCharacter last_part_;   // what chunks_ ends with, as far as it has been decoded
  Utf8Decoder decoder_;         // the reader's
};

}  // namespace flatpty

#endif  // FLATPTY_OUTPUT_QUEUE_H_
