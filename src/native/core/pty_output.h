// What the terminal prints, from the kernel to the queue that JS takes from.
#ifndef FLATPTY_PTY_OUTPUT_H_
#define FLATPTY_PTY_OUTPUT_H_

#include <cstddef>
#include <string>

#include "core/child.h"
#include "core/near_flood.h"
#include "core/output_queue.h"
#include "core/pty_shared.h"

namespace flatpty {

// Undelivered output at which a pty is no longer read, until JS has caught up: the kernel then
// holds the child back, so memory stays bounded whatever the child prints.
constexpr size_t kFullBytes = 256 * 1024;
// More than the kernel can hold of a dead child's output (16 KB seen; 64 KB by tty_buffer.c).
constexpr size_t kDrainBytes = 256 * 1024;
// The kernel hands out 4 KB at a time and refills meanwhile, so a flood would fill any budget: with
// 64 KB an echo beside four floods took 32 ms (p99), and 4 to 11 ms with two reads' worth
// (bench/cases/fairness.mjs, on a busy machine).
constexpr size_t kReadBytes = 4 * 1024;
// A turn at one pty: what comes beyond it waits until the others have had theirs.
constexpr size_t kTurnBytes = 2 * kReadBytes;

class PtyOutput {
 public:
  enum class Result { kMore, kDrained, kHangUp, kClosed, kNoMemory };
  struct Turn {
    Result result;
    size_t bytes;
  };

  explicit PtyOutput(PtyShared* shared);

  // JS.

  void DecodeUtf8() { queue_.DecodeUtf8(); }
  void StopDecoding() { queue_.StopDecoding(); }
  void SetWanted(Held held, bool wanted);
  void Take(Held held, Delivery* delivery);
  void Clear(Held held) { queue_.Clear(held); }
  // A signal is on its way to the child: makes room for what it still prints. On XNU a session
  // leader cannot die before its output is read, so that is read although JS has not caught up.
  void MakeRoomForLast(Held held, SignalEffect effect);
  // The near terminal is ready, and is read if it still is near. True: something has come. Then JS
  // takes it, and EndNear follows.
  bool ReadNear(bool hung_up, TimePoint now);
  void EndNear(TimePoint now) { near_flood_.End(now); }

  // Any thread.

  void StartReading(Held held) { ApplyReading(held); }
  bool HasNews(Held held) const { return queue_.HasNews(held); }
  // An echo or a prompt: announced before what floods.
  bool IsLittle(Held held) const;
  // Nothing more will come.
  void Finish(Held held) { queue_.Finish(held); }

  // The I/O thread.

  // Whether what is ready is to be read.
  bool Reads();
  // The last turn found more than an echo, and readiness that is passed over now will be reported
  // again.
  bool Floods();
  // Reads up to `budget` bytes into the queue.
  Turn Read(size_t budget);
  // Takes up what a turn has found. True when it is to be announced now; what is announced later
  // has its deadline.
  bool Settle(const Turn& turn, TimePoint now);
  void Announced(TimePoint now);
  // The terminal has hung up, and may come back: a report of that comes once from here on.
  void Park(Held held);
  // Shows a line of our own at the end of the output. Throws std::bad_alloc.
  void Say(const std::string& text);
  // What waits for its time. True when something is to be announced now.
  bool OnTime(TimePoint now);
  // Nothing is read any more.
  void StopReading() { retry_at_ = near_at_ = kNever; }
  TimePoint deadline() const;

 private:
  enum class Reading {
    kOn,
    kFull,     // until JS has caught up
    kStarved,  // until there may be memory again
    kParked,   // hung up
  };

  Turn Read(size_t budget, ChunkMemory* memory);  // with reader_ held
  OutputQueue::Tail TailForReading(ChunkMemory* memory);
  void Append(OutputQueue::Tail* tail) noexcept;
  bool Stands(Held) const { return reading_ == Reading::kFull || reading_ == Reading::kStarved; }
  void ApplyReading(Held held);
  void SetReading(Held held, Reading reading);
  void ComeNear(TimePoint now);

  PtyShared& shared_;

  // Held by the one that reads: the I/O thread, or JS while near. Taken before the line's lock, and
  // for the length of a turn: JS does not wait for it.
  std::mutex reader_;

  // Guarded by the line's lock.
  OutputQueue queue_;
  Reading reading_ = Reading::kOn;
  size_t full_at_ = kFullBytes;

  NearFlood near_flood_;  // JS's own

  // The I/O thread's own.
  bool floods_ = false;
  TimePoint last_announced_{};
  TimePoint announce_at_ = kNever;
  TimePoint retry_at_ = kNever;
  TimePoint last_read_{};
  TimePoint near_at_ = kNever;  // it comes near, unless more is read
};

}  // namespace flatpty

#endif  // FLATPTY_PTY_OUTPUT_H_
