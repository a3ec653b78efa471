#include "win/console_line.h"

#include <algorithm>
#include <utility>

#include "core/error_words.h"
#include "win/transient.h"

namespace flatpty {

using std::chrono::milliseconds;

namespace {

// How long other programs on the console keep it open after the program itself has ended;
// node-pty's figure on Unix.
constexpr milliseconds kGrace{200};
// What is attached to a console that closes has this long to end by itself (CTRL_CLOSE_EVENT).
constexpr milliseconds kCloseGrace{500};
// A console host ends its output a few ms after it was closed; one that hangs is not waited for.
constexpr milliseconds kHostPatience{5000};
constexpr milliseconds kRetry{kTransientRetryMs};
// As when a shell on Unix cannot start a program that a terminal was made for.
constexpr int kCannotStart = 1;

std::atomic<PtyId> next_id{1};

}  // namespace

ConsoleLine::ConsoleLine(std::shared_ptr<Outlet> outlet)
    : thread_(ConsoleThread::Get()),
      id_(next_id++),
      announcer_(std::move(outlet)),
      output_(&mutex_, &thread_.memory()) {}

std::shared_ptr<ConsoleLine> ConsoleLine::Spawn(const ConsoleRequest& request,
                                                std::shared_ptr<Outlet> outlet) {
  const auto line = std::make_shared<ConsoleLine>(std::move(outlet));
  line->thread_.Add(line);
  try {
    line->Open(request);
    line->Launch(request);
    return line;
  } catch (...) {
    {
      const std::lock_guard<std::mutex> lock(line->mutex_);
      line->child_.GiveUp(lock);
    }
    line->Detach();
    throw;
  }
}

void ConsoleLine::Open(const ConsoleRequest& request) {
  const ConsoleApi& api = request.dll.empty() ? SystemConsoleApi() : ConsoleApiOf(request.dll);
  if (request.decode) output_.DecodeUtf8();
  child_.Prepare(&thread_.port(), ConsoleThread::Key(id_, ConsoleEvent::kExit));
  PipePair input = MakePipe(PipeDirection::kToHost);
  PipePair output = MakePipe(PipeDirection::kToUs);
  const auto writer = std::make_shared<PipeWriter>(std::move(input.ours),
                                                   ConsoleThread::Key(id_, ConsoleEvent::kInput));
  writer->Start(&thread_.port());
  input_.SetWriter(writer);
  const auto questions = std::make_shared<HostQuestions>((request.flags & kInheritCursor) != 0);
  const auto filter = [questions, asked = request.answers, weak = weak_from_this()](char* data,
                                                                                    size_t size) {
    const auto line = asked ? weak.lock() : nullptr;
    return line ? line->TakeQuestions(questions.get(), data, size) : size;
  };
  reader_ = std::make_shared<PipeReader>(std::move(output.ours),
                                         ConsoleThread::Key(id_, ConsoleEvent::kOutput), filter);
  // The console makes copies of the ends that are its own; ours are closed on the way out.
  console_ = std::make_unique<PseudoConsole>(api, request.size, input.theirs.get(),
                                             output.theirs.get(), request.flags);
  reader_->Start(&thread_.port());
}

void ConsoleLine::Launch(const ConsoleRequest& request) {
  try {
    child_.Launch(request.program, console_.get());
  } catch (const SysError& error) {
    if (request.throw_on_failure) throw;
    return FailToLaunch(error);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  child_.Begin(lock);
  if (output_.finished(lock)) CloseConsole(lock);
}

// Shown in the terminal, as on Unix.
void ConsoleLine::FailToLaunch(const SysError& error) {
  failure_ = error;
  const std::string path = error.path().empty() ? "" : " '" + error.path() + "'";
  const std::string text =
      std::string(error.syscall()) + path + " failed: " + ErrorWords(error.error()) + "\r\n";
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    note_ = text;
    child_.GiveUp(lock);
    exit_ = ExitStatus{kCannotStart, 0};
    CloseConsole(lock);
    SetTimer(lock, Timer::kHost, Clock::now() + kHostPatience);
  }
  Post(ConsoleEvent::kOutput);
  Announce();
}

// On the I/O thread, of what the host has just written.
size_t ConsoleLine::TakeQuestions(HostQuestions* questions, char* data, size_t size) {
  std::string answers;
  const size_t left = questions->Filter(data, size, &answers);
  if (answers.empty()) return left;
  const std::lock_guard<std::mutex> lock(mutex_);
  input_.Answer(lock, answers);
  Feed(lock);
  return left;
}

void ConsoleLine::Feed(Held held) {
  if (input_.Feed(held) == ConsoleInput::Fed::kRetry) RetryAt(held, Clock::now() + kRetry);
}

uint64_t ConsoleLine::Write(const char* data, size_t size) {
  const std::lock_guard<std::mutex> lock(mutex_);
  input_.Append(lock, data, size);
  Feed(lock);
  input_.TakeNews(lock);  // the caller has them at once
  return input_.taken();
}

uint64_t ConsoleLine::Write(Bytes data, size_t size) {
  const std::lock_guard<std::mutex> lock(mutex_);
  input_.Append(lock, std::move(data), size);
  Feed(lock);
  input_.TakeNews(lock);
  return input_.taken();
}

void ConsoleLine::Announce() {
  std::shared_ptr<Outlet> outlet;
  bool urgent;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const bool news = input_.HasNews(lock) || exit_ || output_.HasNews(lock);
    outlet = announcer_.Begin(lock, news);
    urgent = output_.IsLittle(lock);
  }
  if (outlet) outlet->Notify(shared_from_this(), urgent);
}

Delivery ConsoleLine::Take() {
  Delivery delivery;
  bool room;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    delivery.taken = input_.TakeNews(lock);
    delivery.exit = std::exchange(exit_, std::nullopt);
    room = output_.Take(lock, &delivery);
    announcer_.Taken(lock, delivery.more);
  }
  if (room) Post(ConsoleEvent::kOutput);
  return delivery;
}

void ConsoleLine::SetReading(bool wanted) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    output_.SetWanted(lock, wanted);
  }
  if (wanted) Announce();
}

bool ConsoleLine::IsOpen() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return console_state_ == Console::kOpen;
}

void ConsoleLine::Resize(COORD size) { console_->Resize(size); }

void ConsoleLine::Clear() { console_->Clear(); }

void ConsoleLine::CloseConsole(Held) {
  console_state_ = Console::kClosing;
  console_->Close();
}

void ConsoleLine::UpdateDeadline(Held) { deadline_ = std::min(timer_at_, retry_at_); }

void ConsoleLine::SetTimer(Held held, Timer timer, TimePoint at) {
  timer_ = timer;
  timer_at_ = at;
  UpdateDeadline(held);
  if (at != kNever) Post(ConsoleEvent::kLook);
}

void ConsoleLine::RetryAt(Held held, TimePoint at) {
  retry_at_ = at;
  UpdateDeadline(held);
  if (at != kNever) Post(ConsoleEvent::kLook);
}

void ConsoleLine::End() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!child_.runs(lock) || timer_ == Timer::kTerminate) return;
  CloseConsole(lock);
  SetTimer(lock, Timer::kTerminate, Clock::now() + kCloseGrace);
  // What waits in a queue that is full is read as well, or the host could not end.
  Post(ConsoleEvent::kOutput);
}

void ConsoleLine::Close() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    input_.Close(lock);
    output_.Drop(lock);
    if (reader_) reader_->DiscardRest();
    if (console_) CloseConsole(lock);
  }
  Announce();
  RemoveWhenDone();
}

void ConsoleLine::Detach() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    announcer_.Detach(lock);
  }
  if (console_) End();
  Close();
}

void ConsoleLine::On(ConsoleEvent event, TimePoint now) {
  switch (event) {
    case ConsoleEvent::kOutput:
      return ReadOutput();
    case ConsoleEvent::kInput: {
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        Feed(lock);
      }
      return Announce();
    }
    case ConsoleEvent::kExit:
      return ProgramEnded(now);
    case ConsoleEvent::kLook:  // at the deadline, for which the thread has woken up
      return;
  }
}

void ConsoleLine::ReadOutput() {
  bool to_the_end;
  std::string note;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (output_.finished(lock)) return;
    to_the_end = console_state_ == Console::kClosing;
    note.swap(note_);
  }
  if (!note.empty()) output_.Say(note);
  const ConsoleOutput::Turn turn = output_.Read(reader_.get(), to_the_end);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (turn == ConsoleOutput::Turn::kHangUp) {
      output_.Finish(lock);
      input_.Close(lock);
      // A console is not closed under a CreateProcessW that is about to use it.
      if (!child_.is_ahead(lock)) CloseConsole(lock);
    } else if (turn == ConsoleOutput::Turn::kRetry) {
      RetryAt(lock, Clock::now() + kRetry);
    }
  }
  Announce();
  RemoveWhenDone();
}

void ConsoleLine::ProgramEnded(TimePoint now) {
  std::unique_ptr<ProcessWait> wait;  // destroyed after the lock
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!child_.runs(lock)) return;
    exit_ = ExitStatus{child_.Reap(lock, &wait), 0};
    if (timer_ == Timer::kNone && !output_.finished(lock)) {
      SetTimer(lock, Timer::kOthers, now + kGrace);
    }
  }
  Announce();
  RemoveWhenDone();
}

void ConsoleLine::OnTime(TimePoint now) {
  Timer due = Timer::kNone;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (retry_at_ <= now) {
      RetryAt(lock, kNever);
      Feed(lock);
    }
    if (timer_at_ <= now) due = timer_;
    switch (due) {
      case Timer::kNone:
        break;
      case Timer::kOthers:
      case Timer::kTerminate:
        CloseConsole(lock);
        SetTimer(lock, Timer::kHost, now + kHostPatience);
        break;
      case Timer::kHost:  // it hangs
        output_.Finish(lock);
        reader_->DiscardRest();
        SetTimer(lock, Timer::kNone, kNever);
        break;
    }
  }
  if (due == Timer::kTerminate) child_.TerminateAttached();
  ReadOutput();
  Announce();
  RemoveWhenDone();
}

void ConsoleLine::RemoveWhenDone() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!child_.ended(lock) || timer_ == Timer::kTerminate || !output_.finished(lock)) return;
    SetTimer(lock, Timer::kNone, kNever);
  }
  thread_.Remove(id_);
}

}  // namespace flatpty
