#include "core/pty_input.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace flatpty {

namespace {

// Given to the kernel in one turn, on the JS thread or the I/O thread.
constexpr size_t kInputTurnBytes = 64 * 1024;

// VQUIT of a terminal that only its child on its way could have changed (termios_defaults.h).
constexpr char kQuit = '\x1c';

struct Written {
  size_t bytes = 0;
  bool unreachable = false;  // no slave is open, so no program can read what is written
};

Written WriteSome(const PtyEnd& end, const char* data, size_t size) {
  Written written;
  if (size == 0) return written;
  const IoResult result = end.Write(data, size);
  written.bytes = result.bytes;  // a short write has found no more room
  written.unreachable = result.status == IoStatus::kHangUp;
  return written;
}

}  // namespace

// How much of it may be given to the kernel by now. What is typed before the child leads its
// session signals no group; and the signal of a ^\\ dumps core, see PtyChild::Kill.
size_t PtyInput::SendableOf(const char* data, size_t size) {
  if (launched_) return size;
  const LaunchStage stage = child_.Stage();
  if (stage == LaunchStage::kDone) launched_ = true;
  if (stage == LaunchStage::kStarted) return 0;
  const void* quit = stage == LaunchStage::kDone ? nullptr : std::memchr(data, kQuit, size);
  return quit == nullptr ? size : static_cast<size_t>(static_cast<const char*>(quit) - data);
}

uint64_t PtyInput::Write(const char* data, size_t size) {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  const bool first = queue_.empty();
  queue_.Append(data, first ? WriteFirst(data, size) : 0, size);
  if (first && !queue_.empty()) Wait();
  return queue_.taken();
}

uint64_t PtyInput::Write(Bytes data, size_t size) {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  const bool first = queue_.empty();
  const size_t done = first ? WriteFirst(data.get(), size) : 0;
  queue_.Adopt(std::move(data), done, size);
  if (first && !queue_.empty()) Wait();
  return queue_.taken();
}

// To an empty queue; returns how much needs no more care. One turn at the most: a child that reads
// as fast as we write must not hold the JS thread.
size_t PtyInput::WriteFirst(const char* data, size_t size) {
  const PtyShared::Lease lease = shared_.Borrow();
  if (!lease) return size;
  const size_t turn = SendableOf(data, std::min(size, kInputTurnBytes));
  const Written written = WriteSome(*lease, data, turn);
  return written.unreachable ? size : written.bytes;
}

PtyInput::Waits PtyInput::WhatFor() {
  if (queue_.empty()) return Waits::kForNothing;
  return SendableOf(queue_.data(), 1) == 0 ? Waits::kForTheLaunch : Waits::kForRoom;
}

void PtyInput::Wait(Held held, Waits waits) {
  waits_ = waits;
  shared_.SetWrite(held, waits == Waits::kForRoom);
}

// What has just been queued waits from here on.
void PtyInput::Wait() {
  const Waits waits = WhatFor();
  {
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    if (shared_.is_open(lock)) {
      Wait(lock, waits);
    } else {
      queue_.Clear();
      return;
    }
  }
  if (waits == Waits::kForTheLaunch) shared_.Post();
}

// False when the terminal is shut.
bool PtyInput::Flush() {
  const PtyShared::Lease lease = shared_.Borrow();
  if (!lease) return false;
  for (size_t left = kInputTurnBytes; left > 0 && !queue_.empty();) {
    const size_t turn = SendableOf(queue_.data(), std::min(queue_.size(), left));
    if (turn == 0) break;
    const Written written = WriteSome(*lease, queue_.data(), turn);
    queue_.Consume(written.bytes);
    left -= written.bytes;
    if (written.unreachable) queue_.Clear();
    if (written.bytes < turn) break;
  }
  return true;
}

bool PtyInput::Turn() {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  if (queue_.empty() || !Flush()) return false;
  const Waits waits = WhatFor();
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  news_ = true;
  Wait(lock, waits);  // also re-arms edge triggering after a turn that was not the last
  return true;
}

void PtyInput::Drop() {
  const std::lock_guard<std::mutex> write_lock(write_mutex_);
  if (queue_.empty()) return;
  queue_.Clear();
  const std::lock_guard<std::mutex> lock(shared_.mutex);
  waits_ = Waits::kForNothing;
  news_ = true;
}

std::optional<uint64_t> PtyInput::TakeNews(Held) {
  if (!std::exchange(news_, false)) return std::nullopt;
  return queue_.taken();
}

}  // namespace flatpty
