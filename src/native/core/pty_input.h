// What is typed, from JS to the kernel, in order and without waiting.
#ifndef FLATPTY_PTY_INPUT_H_
#define FLATPTY_PTY_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

#include "core/input_queue.h"
#include "core/pty_child.h"
#include "core/pty_shared.h"

namespace flatpty {

class PtyInput {
 public:
  PtyInput(PtyShared* shared, PtyChild* child) : shared_(*shared), child_(*child) {}

  // JS: as Line::Write.
  uint64_t Write(const char* data, size_t size);
  uint64_t Write(Bytes data, size_t size);
  uint64_t taken() const { return queue_.taken(); }

  bool waits_for_launch(Held) const { return waits_ == Waits::kForTheLaunch; }
  bool HasNews(Held) const { return news_; }
  // How much of all input is taken by now, when that has grown since the last call.
  std::optional<uint64_t> TakeNews(Held);

  // The I/O thread: gives the kernel what it takes. False when nothing waits.
  bool Turn();
  // The terminal is shut: what waits reaches no program any more.
  void Drop();

 private:
  enum class Waits { kForNothing, kForRoom, kForTheLaunch };

  // With write_mutex_ held.
  size_t SendableOf(const char* data, size_t size);
  size_t WriteFirst(const char* data, size_t size);
  bool Flush();
  Waits WhatFor();
  void Wait();
  void Wait(Held held, Waits waits);

  PtyShared& shared_;
  PtyChild& child_;

  std::mutex write_mutex_;  // taken before the line's lock
  InputQueue queue_;
  bool launched_ = false;  // the child needs no more patience

  // Guarded by the line's lock.
  Waits waits_ = Waits::kForNothing;
  bool news_ = false;
};

}  // namespace flatpty

#endif  // FLATPTY_PTY_INPUT_H_
