#include "win/pipe_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "win/transient.h"

namespace flatpty {

PipeReader::PipeReader(UniqueHandle pipe, uint64_t key, Filter filter)
    : key_(key),
      filter_(std::move(filter)),
      buffer_(new char[kBufferBytes]),  // untouched, so no memory yet
      pipe_(std::move(pipe)) {}

void PipeReader::Start(CompletionPort* port) {
  port->Watch(pipe_.get());
  const std::lock_guard<std::mutex> lock(mutex_);
  ReadOn();
  // Reported as anything else, so that there is one way of it.
  if (state_ != State::kReading) port->Post(key_);
}

void PipeReader::ReadOn() noexcept {
  state_ = State::kReading;
  Begin();
  const BOOL done = ::ReadFile(pipe_.get(), buffer_.get(), kBufferBytes, nullptr, this);
  const DWORD error = done ? ERROR_IO_PENDING : ::GetLastError();
  // A read that is done at once is reported by the port as well.
  if (error == ERROR_IO_PENDING) return;
  Abandon();
  if (IsTransient(error)) {
    state_ = State::kIdle;
    return;
  }
  state_ = State::kEnded;
  pipe_.reset();
}

uint64_t PipeReader::Completed(DWORD bytes, DWORD error) noexcept {
  // Before the lock: no other thread has what is filtered as long as the state is kReading.
  const size_t left = error == 0 && bytes > 0 ? filter_(buffer_.get(), bytes) : 0;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (error != 0) {
    state_ = State::kEnded;
    pipe_.reset();
  } else if (left == 0 || discards_) {
    // A host may write nothing, which ends a read too.
    ReadOn();
  } else {
    from_ = 0;
    to_ = left;
    state_ = State::kFilled;
  }
  const bool news = state_ != State::kReading && !discards_;
  return news ? key_ : 0;
}

PipeReader::Outcome PipeReader::Read(char* to, size_t size) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (state_ == State::kIdle) ReadOn();
  if (state_ == State::kIdle) return {Result::kRetry, 0};
  if (state_ == State::kEnded) return {Result::kHangUp, 0};
  if (state_ != State::kFilled) return {Result::kWouldBlock, 0};
  const size_t bytes = std::min(size, to_ - from_);
  std::memcpy(to, buffer_.get() + from_, bytes);
  from_ += bytes;
  if (from_ == to_) ReadOn();
  return {Result::kBytes, bytes};
}

void PipeReader::DiscardRest() noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  discards_ = true;
  if (state_ == State::kFilled) ReadOn();
  // Where no read can be begun, a host that cannot write either ends.
  if (state_ == State::kIdle) pipe_.reset();
}

}  // namespace flatpty
