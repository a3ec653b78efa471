#include "win/console_line.h"

#include <algorithm>
#include <new>
#include <utility>

#include "core/error_words.h"

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
// Terminated like this by Windows itself: STATUS_CONTROL_C_EXIT.
constexpr UINT kTerminated = 0xC000013A;
// As when a shell on Unix cannot start a program that a terminal was made for.
constexpr int kCannotStart = 1;

std::atomic<PtyId> next_id{1};

}  // namespace

ConsoleLine::ConsoleLine(const ConsoleRequest& request, std::shared_ptr<Outlet> outlet)
    : thread_(ConsoleThread::Get()),
      id_(next_id++),
      announcer_(std::move(outlet)),
      output_(&thread_.memory()) {
  if (request.decode) output_.DecodeUtf8();
}

std::shared_ptr<ConsoleLine> ConsoleLine::Spawn(const ConsoleRequest& request,
                                                std::shared_ptr<Outlet> outlet) {
  const auto line = std::make_shared<ConsoleLine>(request, std::move(outlet));
  line->thread_.Add(line);
  try {
    line->Open(request);
    line->Launch(request);
    return line;
  } catch (...) {
    line->Detach();
    throw;
  }
}

void ConsoleLine::Open(const ConsoleRequest& request) {
  const ConsoleApi& api = request.dll.empty() ? SystemConsoleApi() : ConsoleApiOf(request.dll);
  PipePair input = MakePipe(PipeDirection::kToHost);
  PipePair output = MakePipe(PipeDirection::kToUs);
  job_.emplace();
  const auto questions = std::make_shared<HostQuestions>((request.flags & kInheritCursor) != 0);
  const auto filter = [questions, asked = request.answers, weak = weak_from_this()](char* data,
                                                                                    size_t size) {
    const auto line = asked ? weak.lock() : nullptr;
    return line ? line->TakeQuestions(questions.get(), data, size) : size;
  };
  writer_ = std::make_shared<PipeWriter>(std::move(input.ours),
                                         ConsoleThread::Key(id_, ConsoleEvent::kInput));
  reader_ = std::make_shared<PipeReader>(std::move(output.ours),
                                         ConsoleThread::Key(id_, ConsoleEvent::kOutput), filter);
  writer_->Start(&thread_.port());
  // The console makes copies of the ends that are its own; ours are closed on the way out.
  console_ = std::make_unique<PseudoConsole>(api, request.size, input.theirs.get(),
                                             output.theirs.get(), request.flags);
  reader_->Start(&thread_.port());
}

void ConsoleLine::Launch(const ConsoleRequest& request) {
  try {
    ConsoleProcess started = LaunchOnConsole(request.program, console_->get(), *job_);
    console_->Release();
    host_pid_ = console_->host_pid();
    const std::lock_guard<std::mutex> lock(mutex_);
    process_ = std::move(started.process);
    pid_ = started.pid;
    program_ = Program::kRunning;
    wait_ = std::make_unique<ProcessWait>(process_.get(), &thread_.port(),
                                          ConsoleThread::Key(id_, ConsoleEvent::kExit));
  } catch (const SysError& error) {
    if (program_ == Program::kRunning) ::TerminateProcess(process_.get(), kTerminated);
    if (request.throw_on_failure || program_ == Program::kRunning) throw;
    FailToLaunch(error);
  }
}

// Told in the terminal, as on Unix.
void ConsoleLine::FailToLaunch(const SysError& error) {
  failure_ = error;
  const std::string path = error.path().empty() ? "" : " '" + error.path() + "'";
  const std::string text =
      std::string(error.syscall()) + path + " failed: " + ErrorWords(error.error());
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    pid_ = 0;
    program_ = Program::kEnded;
    exit_ = ExitStatus{kCannotStart, 0};
    output_.Say(lock, text + "\r\n");
    CloseConsole(lock);
    SetDeadline(lock, Clock::now() + kHostPatience);
  }
  Announce();
}

// On the I/O thread, of what the host has just written.
size_t ConsoleLine::TakeQuestions(HostQuestions* questions, char* data, size_t size) {
  std::string answers;
  const size_t left = questions->Filter(data, size, &answers);
  if (answers.empty()) return left;
  const std::lock_guard<std::mutex> lock(mutex_);
  answers_ = std::move(answers);
  FeedInput(lock);
  return left;
}

void ConsoleLine::Announce() {
  std::shared_ptr<Outlet> outlet;
  bool urgent;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    urgent = output_.IsLittle(lock);
    outlet = announcer_.Begin(lock, input_news_ || exit_ || output_.HasNews(lock));
  }
  if (outlet) outlet->Notify(shared_from_this(), urgent);
}

Delivery ConsoleLine::Take() {
  Delivery delivery;
  bool room;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (std::exchange(input_news_, false)) delivery.taken = queue_.taken();
    delivery.exit = std::exchange(exit_, std::nullopt);
    room = output_.Take(lock, &delivery);
    announcer_.Taken(lock, delivery.more);
  }
  if (room) thread_.port().Post(ConsoleThread::Key(id_, ConsoleEvent::kOutput));
  return delivery;
}

void ConsoleLine::SetReading(bool wanted) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    output_.SetWanted(lock, wanted);
  }
  if (wanted) Announce();
}

void ConsoleLine::StopDecoding() { output_.StopDecoding(); }

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

void ConsoleLine::SetDeadline(Held, TimePoint at) {
  deadline_ = at;
  thread_.port().Post(ConsoleThread::Key(id_, ConsoleEvent::kLook));
}

void ConsoleLine::End() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (program_ != Program::kRunning || ending_) return;
  ending_ = true;
  CloseConsole(lock);
  SetDeadline(lock, Clock::now() + kCloseGrace);
  // What waits in a queue that is full is read as well, or the host could not end.
  thread_.port().Post(ConsoleThread::Key(id_, ConsoleEvent::kOutput));
}

void ConsoleLine::Terminate() { job_->Terminate(kTerminated); }

std::vector<DWORD> ConsoleLine::Members() { return job_->Members(); }

void ConsoleLine::Close() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    DropInput(lock);
    output_.Clear(lock);
    output_.Finish(lock);
    if (writer_) writer_->Close();
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
        FeedInput(lock);
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
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (output_.finished(lock)) return;
    const bool to_the_end = console_state_ == Console::kClosing;
    const ConsoleOutput::Turn turn = output_.ReadFrom(lock, reader_.get(), to_the_end);
    if (turn == ConsoleOutput::Turn::kHangUp) {
      output_.Finish(lock);
      DropInput(lock);
      CloseConsole(lock);
    } else if (turn == ConsoleOutput::Turn::kNoMemory) {
      thread_.port().Post(ConsoleThread::Key(id_, ConsoleEvent::kOutput));
    }
  }
  Announce();
  RemoveWhenDone();
}

void ConsoleLine::ProgramEnded(TimePoint now) {
  std::unique_ptr<ProcessWait> wait;  // destroyed after the lock
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (program_ != Program::kRunning) return;
    DWORD code = 0;
    ::GetExitCodeProcess(process_.get(), &code);
    program_ = Program::kEnded;
    // node-pty's sign: 0xC000013A is -1073741510.
    exit_ = ExitStatus{static_cast<int>(code), 0};
    wait = std::move(wait_);
    if (!ending_) deadline_ = now + (output_.finished(lock) ? kHostPatience : kGrace);
  }
  Announce();
  RemoveWhenDone();
}

void ConsoleLine::OnTime(TimePoint now) {
  bool terminate;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    terminate = std::exchange(ending_, false);
    deadline_ = kNever;
    if (terminate || (program_ == Program::kEnded && console_state_ == Console::kOpen)) {
      CloseConsole(lock);
      deadline_ = now + kHostPatience;
    } else if (program_ == Program::kEnded) {
      output_.Finish(lock);  // the host hangs
      reader_->DiscardRest();
    }
  }
  if (terminate) TerminateAttached();
  ReadOutput();
  Announce();
  RemoveWhenDone();
}

void ConsoleLine::RemoveWhenDone() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (program_ == Program::kRunning || ending_ || !output_.finished(lock)) return;
    deadline_ = kNever;
  }
  thread_.Remove(id_);
}

}  // namespace flatpty
