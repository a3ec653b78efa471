// What is typed, from JS to the console host, in order and without waiting.
#ifndef FLATPTY_WIN_CONSOLE_INPUT_H_
#define FLATPTY_WIN_CONSOLE_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/held.h"
#include "core/input_queue.h"
#include "win/pipe_writer.h"

namespace flatpty {

class ConsoleInput {
 public:
  enum class Fed { kAll, kRetry };  // kRetry: there is no memory; to be fed again a little later

  // Before any other thread knows of it.
  void SetWriter(std::shared_ptr<PipeWriter> writer) { writer_ = std::move(writer); }

  // JS: as Line::Write. Feed comes next.
  void Append(Held held, const char* data, size_t size);
  void Append(Held held, Bytes data, size_t size);
  uint64_t taken() const { return queue_.taken(); }

  bool HasNews(Held) const { return news_; }
  // How much of all input is taken by now, when that has grown since the last call.
  std::optional<uint64_t> TakeNews(Held);

  // Answers what the host itself has asked. They come before what is typed: the program's first
  // console call waits for them. Throws std::bad_alloc.
  void Answer(Held, const std::string& answers) { answers_ += answers; }
  // One write is under way at a time; the port reports when the next may follow.
  Fed Feed(Held held);
  // What waits reaches no program any more, nor what is typed from here on.
  void Close(Held held) noexcept;

 private:
  std::shared_ptr<PipeWriter> writer_;
  InputQueue queue_;
  std::string answers_;
  bool closed_ = false;
  bool news_ = false;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_CONSOLE_INPUT_H_
