// Pty: what is typed, from JS to the kernel, in order and without waiting.
#include <algorithm>
#include <cstring>

#include "core/pty.h"

namespace flatpty {

namespace {

// Given to the kernel in one turn, on the JS thread or the reactor's.
constexpr size_t kInputTurnBytes = 64 * 1024;

struct Written {
  size_t bytes = 0;
  bool nobody = false;  // no slave is open, so no program can read what is written
};

Written WriteSome(const PtyEnd& end, const char* data, size_t size) {
  Written written;
  if (size == 0) return written;
  const IoResult result = end.Write(data, size);
  written.bytes = result.bytes;  // a short write has found no more room
  written.nobody = result.status == IoStatus::kHangUp;
  return written;
}

// VQUIT of a terminal that only its child on its way could have changed (termios_defaults.h).
constexpr char kQuit = '\x1c';

}  // namespace

// How much of it may be given to the kernel by now. What is typed before the child leads its
// session signals no group; and the signal of a ^\\ dumps core, see Kill.
size_t Pty::SendableOf(const char* data, size_t size) {
  if (launched_) return size;
  const LaunchStage stage = Stage();
  if (stage == LaunchStage::kDone) launched_ = true;
  if (stage == LaunchStage::kStarted) return 0;
  const void* quit = stage == LaunchStage::kDone ? nullptr : std::memchr(data, kQuit, size);
  return quit == nullptr ? size : static_cast<size_t>(static_cast<const char*>(quit) - data);
}

uint64_t Pty::Write(const char* data, size_t size) {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  const bool first = queue_.empty();
  const size_t done = first ? WriteFirst(data, size) : 0;
  queue_.Append(data + done, size - done);
  accepted_ += size;
  taken_ += done;
  if (first && done < size) WaitForRoom();
  return taken_;
}

uint64_t Pty::Write(InputQueue::Bytes data, size_t size) {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  const bool first = queue_.empty();
  const size_t done = first ? WriteFirst(data.get(), size) : 0;
  queue_.Adopt(std::move(data), done, size);
  accepted_ += size;
  taken_ += done;
  if (first && done < size) WaitForRoom();
  return taken_;
}

// To an empty queue; returns how much needs no more care. One turn at the most: a child that reads
// as fast as we write must not hold the JS thread.
size_t Pty::WriteFirst(const char* data, size_t size) {
  const Lease lease = Borrow();
  if (!lease) return size;
  const size_t turn = SendableOf(data, std::min(size, kInputTurnBytes));
  const Written written = WriteSome(*lease, data, turn);
  return written.nobody ? size : written.bytes;
}

// What has just been queued waits from here on.
void Pty::WaitForRoom() {
  const bool held = SendableOf(queue_.data(), 1) == 0;
  bool closed;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed = !end_;
    if (!closed) {
      input_ = held ? InputWaits::kForTheLaunch : InputWaits::kForRoom;
      UpdateInterest();
    }
  }
  if (closed) {
    DropQueue();
  } else if (held) {
    reactor_.Post(id_);
  }
}

void Pty::DropQueue() {
  queue_.Clear();
  taken_ = accepted_;
}

void Pty::WriteTurn() {
  {
    const std::lock_guard<std::mutex> write_lock(write_mutex_);
    const Lease lease = Borrow();
    if (!lease || queue_.empty()) return;
    bool nobody = false;
    for (size_t left = kInputTurnBytes; left > 0 && !queue_.empty();) {
      const size_t turn = SendableOf(queue_.data(), std::min(queue_.size(), left));
      if (turn == 0) break;
      const Written written = WriteSome(*lease, queue_.data(), turn);
      queue_.Consume(written.bytes);
      taken_ += written.bytes;
      left -= written.bytes;
      nobody = written.nobody;
      if (nobody || written.bytes < turn) break;
    }
    if (nobody) DropQueue();
    const bool held = !queue_.empty() && SendableOf(queue_.data(), 1) == 0;
    const std::lock_guard<std::mutex> lock(mutex_);
    taken_news_ = true;
    if (queue_.empty()) {
      input_ = InputWaits::kForNothing;
    } else {
      input_ = held ? InputWaits::kForTheLaunch : InputWaits::kForRoom;
    }
    UpdateInterest();  // also re-arms edge triggering after a turn that was not the last
  }
  Announce();
}

void Pty::DropInput() {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  if (queue_.empty()) return;
  DropQueue();
  const std::lock_guard<std::mutex> lock(mutex_);
  input_ = InputWaits::kForNothing;
  taken_news_ = true;
}

}  // namespace flatpty
