// The core without node, so that a sanitizer sees every line that runs: threads that each do what a
// JS environment does (spawn, write, resize, kill, pause, close, look at the foreground process),
// at random and at the wrong moments, while the reactor reads, reaps and closes under them.
//   core-races [seconds [seed [threads]]]
// Prints what it did. Exit code 1 and a line for each answer that was wrong: an event twice, or
// after the end, or that never came; a byte lost; a child or descriptor left behind.
#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <thread>

#include "core/near.h"
#include "core/reactor.h"
#include "unix/session_look.h"
#include "unix/pin_library.h"
#include "unix/process_info.h"
#include "unix/spawn.h"

// In place of pin_library.cc: a program is never unmapped, and cannot be opened as a library.
void flatpty::PinLibrary() {}

namespace {

using flatpty::Clock;
using flatpty::Pty;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kPatience{30};

std::atomic<long> spawns{0};
std::atomic<long> operations{0};
std::atomic<long> bytes{0};
std::atomic<long> near_reads{0};
std::atomic<long> faults{0};

void Fault(const Pty& pty, const char* program, const char* what) {
  faults++;
  std::printf("FAULT: pid %d (%s): %s\n", static_cast<int>(pty.child_id()), program, what);
}

void SignalSession(Pty* pty, int signal) {
  flatpty::LookRequest request;
  request.sessions = {static_cast<pid_t>(pty->child_id())};
  request.leader_reaped = !pty->ExpectSignal(signal);
  request.signal = signal;
  if (request.sessions.front() <= 1) return;
  flatpty::SessionLook look(request);
  while (!look.Continue(milliseconds(100))) {
  }
}

struct Program {
  const char* script;  // for sh -c
  long output;         // zero bytes that it prints before it exits by itself; -1: is to be killed
};

constexpr Program kPrograms[] = {
    {"exit 3", 0},
    {"exec head -c 20000 /dev/zero", 20'000},
    {"exec head -c 300000 /dev/zero", 300'000},
    {"exec cat", -1},
    {"exec yes flood", -1},
    {"exec yes \xE2\x82\xAC\xF0\x9F\x98\x80\xC3", -1},
    {"trap '' HUP; exec sleep 100", -1},
    {"sleep 100 & exit 4", 0},
};

// One environment's mailbox. With `near` its thread reads quiet terminals itself.
class Inbox : public flatpty::Outlet {
 public:
  explicit Inbox(std::shared_ptr<flatpty::NearGroup> near) : near_(std::move(near)) {
    if (near_) flatpty::Reactor::Get().near_watch().Add(near_);
  }
  ~Inbox() override {
    if (near_) flatpty::Reactor::Get().near_watch().Remove(near_);
  }
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  std::shared_ptr<flatpty::NearGroup> near() override { return near_; }
  void Notify(std::shared_ptr<flatpty::Line> line, bool) noexcept override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) return;
    ready_.push_back(std::move(line));
    news_.notify_one();
  }

  // A pty knows its mailbox, so the mailbox must forget its ptys.
  void Close() {
    std::deque<std::shared_ptr<flatpty::Line>> dropped;  // destroyed after the lock
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
    dropped.swap(ready_);
  }

  // nullptr when there was nothing for `patience`.
  std::shared_ptr<flatpty::Line> Next(milliseconds patience) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!news_.wait_for(lock, patience, [this] { return !ready_.empty(); })) return nullptr;
    std::shared_ptr<flatpty::Line> line = std::move(ready_.front());
    ready_.pop_front();
    return line;
  }

 private:
  const std::shared_ptr<flatpty::NearGroup> near_;
  std::mutex mutex_;
  std::condition_variable news_;
  // Not a LineQueue: Close takes from a pty that may be in here, and it would be put in twice.
  std::deque<std::shared_ptr<flatpty::Line>> ready_;
  bool closed_ = false;
};

// What one terminal has told so far, and what may still be told.
struct Terminal {
  std::shared_ptr<Pty> pty;
  const Program* program;
  long received = 0;
  bool killed = false;
  bool closed = false;
  uint64_t written = 0;  // bytes, ever
  uint64_t taken = 0;    // of these, as last told
  bool ended = false;
  bool exited = false;

  bool Over() const { return ended && exited; }

  void Check(bool right, const char* what) const {
    if (!right) Fault(*pty, program->script, what);
  }

  void Take(bool near = false) {
    for (;;) {
      flatpty::Delivery delivery = near ? pty->TakeNear() : pty->Take();
      if (delivery.taken) {
        Check(*delivery.taken >= taken, "input that was taken back");
        taken = *delivery.taken;
      }
      const auto size = static_cast<ptrdiff_t>(delivery.data.size());
      if (size > 0) {
        Check(!ended, "data after the end");
        Check(!closed, "data after Close");
        // The rest is the echo of what was written.
        received += std::count(delivery.data.data(), delivery.data.data() + size, '\0');
        bytes += size;
      }
      if (delivery.end) {
        Check(!ended, "a second end");
        ended = true;
      }
      if (delivery.exit) {
        Check(!exited, "a second exit");
        exited = true;
      }
      if (!delivery.more) return;
    }
  }

  // Once it is over.
  void CheckWhole() const {
    Check(taken == written, "input was neither written nor dropped");
    if (closed || killed || program->output < 0) return;
    Check(received == program->output, "not the bytes that the program printed");
  }
};

class Worker {
 public:
  explicit Worker(unsigned seed) : random_(seed) {}
  ~Worker() { inbox_->Close(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Run(Clock::time_point until) {
    while (Clock::now() < until && faults == 0) {
      Round();
    }
  }

 private:
  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  void Round() {
    std::vector<Terminal> terminals;
    const int count = 1 + Pick(5);
    may_share_ = Pick(2) == 0;
    for (int i = 0; i < count; i++) terminals.push_back(Spawn());
    const int steps = Pick(80);
    for (int i = 0; i < steps; i++) {
      Operate(&terminals[static_cast<size_t>(Pick(count))]);
      if (Pick(3) == 0) Deliver(&terminals, milliseconds(0));
      if (Pick(10) == 0) std::this_thread::sleep_for(std::chrono::microseconds(Pick(2000)));
      if (inbox_->near() && Pick(40) == 0) BeQuiet(&terminals);
    }
    Settle(&terminals);
  }

  Terminal Spawn() {
    const Program& program = kPrograms[Pick(static_cast<int>(std::size(kPrograms)))];
    flatpty::SpawnRequest request;
    request.program.file = "/bin/sh";
    request.program.argv = {"sh", "-c", program.script};
    request.program.env = std::string("PATH=/usr/bin:/bin") + '\0';
    request.settings.raw = Pick(2) == 0;
    request.settings.utf8 = Pick(2) == 0;
    request.launcher = flatpty::FindLauncher(Pick(2) == 0 ? "vfork" : "clone");
    Terminal terminal;
    terminal.program = &program;
    terminal.pty = flatpty::SpawnTerminal(std::move(request), inbox_);
    spawns++;
    return terminal;
  }

  void Operate(Terminal* terminal) {
    Pty& pty = *terminal->pty;
    operations++;
    switch (Pick(13)) {
      case 0:
      case 1:
      case 2:
        if (terminal->taken == terminal->written) {
          const std::string text(static_cast<size_t>(1 + Pick(20'000)), 'x');
          terminal->written += text.size();
          terminal->taken = pty.Write(text.data(), text.size());
        }
        break;
      case 3:
      case 4: {
        const auto cols = static_cast<unsigned short>(1 + Pick(500));
        pty.Resize({cols, 24, 0, 0});
        break;
      }
      case 5:
        pty.SetReading(Pick(2) == 0);
        break;
      case 6:
        flatpty::ProcessName(pty.ForegroundGroup());
        break;
      case 7:
        SignalSession(&pty, 0);
        break;
      case 8:
        pty.Kill(SIGWINCH);
        break;
      case 9:
        if (Pick(4) == 0) Kill(terminal);
        break;
      case 10:
        if (Pick(6) == 0) Close(terminal);
        break;
      case 11:
        if (Pick(8) == 0) pty.StopDecoding();
        break;
      default:
        if (may_share_) pty.Share();  // far for good
    }
  }

  static void Kill(Terminal* terminal) {
    terminal->killed = true;
    SignalSession(terminal->pty.get(), SIGKILL);
    terminal->pty->Kill(SIGKILL);
  }

  static void Close(Terminal* terminal) {
    // What came before is told first, as Environment does it in the same turn.
    terminal->Take();
    terminal->closed = true;
    terminal->pty->Close();
  }

  void Deliver(std::vector<Terminal>* terminals, milliseconds patience) {
    const std::shared_ptr<flatpty::Line> line = inbox_->Next(patience);
    for (Terminal& terminal : *terminals) {
      if (terminal.pty == line) terminal.Take();
    }
    if (inbox_->near()) LookNear(terminals);
  }

  // As an event loop does when it comes round.
  void LookNear(std::vector<Terminal>* terminals) {
    constexpr size_t kMost = 8;
    flatpty::NearReady ready[kMost];
    const auto near = inbox_->near();
    near->NoteLook();
    const size_t found = near->poller().Look(ready, kMost);
    for (size_t i = 0; i < found; i++) {
      for (Terminal& terminal : *terminals) {
        if (terminal.pty->id() != flatpty::Reactor::PtyOf(ready[i].token)) continue;
        if (!terminal.pty->ReadNear(ready[i].hung_up, Clock::now())) continue;
        near_reads++;
        terminal.Take(true);
        terminal.pty->EndNear(Clock::now());
      }
    }
  }

  // For longer than it takes a terminal to come near, or a loop to count as blocked.
  void BeQuiet(std::vector<Terminal>* terminals) {
    const Clock::time_point until = Clock::now() + milliseconds(60);
    while (Clock::now() < until) Deliver(terminals, milliseconds(5));
    if (Pick(4) == 0) std::this_thread::sleep_for(milliseconds(120));
  }

  // Brings every terminal to its end, half of them at the same moment as somebody else does.
  void Settle(std::vector<Terminal>* terminals) {
    for (Terminal& terminal : *terminals) {
      terminal.pty->SetReading(true);
      const bool endless = terminal.program->output < 0;
      if (endless || Pick(4) == 0) Kill(&terminal);
      if (Pick(4) == 0) Close(&terminal);
    }
    const Clock::time_point deadline = Clock::now() + kPatience;
    const auto over = [terminals] {
      for (const Terminal& terminal : *terminals) {
        if (!terminal.Over()) return false;
      }
      return true;
    };
    while (!over() && Clock::now() < deadline) Deliver(terminals, milliseconds(100));
    for (Terminal& terminal : *terminals) {
      terminal.Check(terminal.Over(), terminal.exited ? "no end came" : "no exit came");
      if (terminal.Over()) terminal.CheckWhole();
      // A shell's background sleep outlives it unless somebody ends it.
      SignalSession(terminal.pty.get(), SIGKILL);
      if (Pick(2) == 0) terminal.pty->Detach();
      terminal.pty->Close();
    }
  }

  std::minstd_rand random_;
  // Half of the threads read near.
  std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>(
      Pick(2) == 0 ? nullptr : std::make_shared<flatpty::NearGroup>(flatpty::MakeNearPoller()));
  bool may_share_ = true;
};

int OpenDescriptors() {
  int count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder) != nullptr) count++;
  ::closedir(folder);
  return count;
}

// Waits for `good`, up to kPatience.
template <typename Condition>
bool Until(Condition good) {
  const Clock::time_point deadline = Clock::now() + kPatience;
  while (!good()) {
    if (Clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return true;
}

void Require(bool right, const char* what) {
  if (right) return;
  faults++;
  std::printf("FAULT: %s\n", what);
}

}  // namespace

int main(int argc, char** argv) {
  const seconds length(argc > 1 ? std::strtol(argv[1], nullptr, 10) : 10);
  const auto seed = static_cast<unsigned>(argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1);
  const long count = argc > 3 ? std::strtol(argv[3], nullptr, 10) : 4;
  flatpty::Reactor::Get();  // its descriptors are the process's for good
  const int descriptors = OpenDescriptors();
  const Clock::time_point until = Clock::now() + length;
  std::vector<std::thread> threads;
  for (long i = 0; i < count; i++) {
    threads.emplace_back([=] { Worker(seed + static_cast<unsigned>(i)).Run(until); });
  }
  for (std::thread& thread : threads) thread.join();
  Require(Until([&] { return OpenDescriptors() == descriptors; }), "descriptors stay open");
  Require(::waitpid(-1, nullptr, WNOHANG) < 0, "a child was not reaped");
  std::printf(
      "core-races: seed %u, %ld threads: %ld spawns, %ld operations, %ld bytes, "
      "%ld near reads, %ld faults\n",
      seed, count, spawns.load(), operations.load(), bytes.load(), near_reads.load(),
      faults.load());
  return faults == 0 ? 0 : 1;
}
