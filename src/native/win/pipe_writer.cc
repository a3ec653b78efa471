#include "win/pipe_writer.h"

#include <algorithm>
#include <utility>

#include "win/transient.h"

namespace flatpty {

PipeWriter::PipeWriter(UniqueHandle pipe, uint64_t key) : key_(key), pipe_(std::move(pipe)) {}

void PipeWriter::Start(CompletionPort* port) { port->Watch(pipe_.get()); }

PipeWriter::Outcome PipeWriter::Write(const char* data, size_t size) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (state_ == State::kBroken) return {Result::kNoReader, 0};
  if (state_ == State::kWriting) return {Result::kWouldBlock, 0};
  buffer_.assign(data, std::min(size, kTurnBytes));
  state_ = State::kWriting;
  Begin();
  const BOOL done =
      ::WriteFile(pipe_.get(), buffer_.data(), static_cast<DWORD>(buffer_.size()), nullptr, this);
  const DWORD error = done ? ERROR_IO_PENDING : ::GetLastError();
  if (error == ERROR_IO_PENDING) return {Result::kBytes, buffer_.size()};
  Abandon();
  if (IsTransient(error)) {
    state_ = State::kIdle;
    return {Result::kRetry, 0};
  }
  state_ = State::kBroken;
  pipe_.reset();
  return {Result::kNoReader, 0};
}

uint64_t PipeWriter::Completed(DWORD, DWORD error) noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (state_ != State::kWriting) return 0;
  state_ = error == 0 ? State::kIdle : State::kBroken;
  if (error != 0) pipe_.reset();
  return key_;
}

void PipeWriter::Close() noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  state_ = State::kBroken;
  // The kernel gives the write under way up; its completion still comes, and ends our hold.
  if (pipe_.valid()) ::CancelIoEx(pipe_.get(), nullptr);
  pipe_.reset();
}

}  // namespace flatpty
