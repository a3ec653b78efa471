// Pty and Reactor without a kernel's event queue: what they do for every order in which a poller
// may tell them things. Prints TAP.
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

#include "terminal.h"
#include "unix/pin_library.h"

namespace flatpty {

namespace {

ScriptedPoller* poller = nullptr;

struct Signalled {
  pid_t pid;
  int signal;
};
std::vector<Signalled> signalled;  // by the code under test, on this thread

int failures = 0;
int checks = 0;

void Check(bool ok, const char* what) {
  std::printf("%sok %d - %s\n", ok ? "" : "not ", ++checks, what);
  if (!ok) failures++;
}

using Notes = std::vector<std::string>;

const char* const kPrintNumbers = "seq 1 6000; read line; exit 5";

std::string Numbers() {
  std::string text;
  for (int i = 1; i <= 6000; i++) text += std::to_string(i) + "\n";
  return text;
}

bool IsExit(const Told& told, int code, int signal) {
  return told.exit && told.exit->code == code && told.exit->signal == signal;
}

void RegistrationOrder() {
  Terminal terminal(poller);
  Check(poller->TakeNotes() == Notes{"watch", "interest level"}, "the master is watched at once");
  terminal.Run("read line; exit 3");
  Check(poller->TakeNotes() == Notes{"child"}, "then the child");
  terminal.pty->Close();
  Check(poller->TakeNotes() == Notes{"unwatch"}, "the master is unwatched before it is closed");
  Check(terminal.pty->Share() == -1, "and closed");
  Check(terminal.WaitForDeath(), "which ends the child");
  terminal.Child(true);
  Check(poller->TakeNotes() == Notes{"child unwatched"}, "its watch goes with the reaping");
  Check(IsExit(terminal.Take(), 0, SIGHUP), "told as ended by SIGHUP");
}

// Memory that output has used is freed a second later, by a timer.
void WaitForNoTimer() {
  Check(Until([] { return poller->LastTimeout() == -1; }), "no timer is left of what was before");
}

void RefusedWatch() {
  poller->RefuseChildren(true);
  Terminal terminal(poller);
  terminal.Run("seq 1 10; exit 4");
  poller->RefuseChildren(false);
  // No event from here on: only timers.
  Check(Until([&] { return terminal.Take().exit.has_value(); }), "a refused child is asked for");
  Check(IsExit(terminal.Take(), 4, 0), "and keeps its exit code");
  Check(Until([&] { return terminal.Take().end; }), "the end follows");
  Check(terminal.Take().output == "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "with its output");
}

void RefusedWatchOfALongLife() {
  poller->RefuseChildren(true);
  Terminal terminal(poller);
  terminal.Run("read line; exit 6");
  poller->RefuseChildren(false);
  Check(Until([&] { return poller->LastTimeout() > 20; }),
        "a living child is asked for less often");
  Check(poller->LastTimeout() <= 50, "but at least every 50 ms");
  Check(!terminal.Take().exit, "it is left alone");
  terminal.pty->Write("\n", 1);
  Check(Until([&] { return terminal.Take().exit.has_value(); }), "until it ends");
  Check(IsExit(terminal.Take(), 6, 0), "by itself");
  Check(Until([&] { return terminal.Take().end; }), "and its terminal");
  Check(Until([&] { return poller->LastTimeout() == -1; }), "no timer stays");
}

void ExitBeforeAnythingIsRead() {
  Terminal terminal(poller);
  terminal.Run("head -c 3000 /dev/zero; exit 5");
  Check(terminal.WaitForDeath(), "the child is dead");
  terminal.Child(true);
  const Told& told = terminal.Take();
  Check(IsExit(told, 5, 0), "exit told before end of file: the code");
  Check(told.output == std::string(3000, '\0'), "all output although nothing was told of it");
  Check(told.end, "and the end");
  Check(terminal.pty->Share() == -1, "the master is closed");
}

void EndOfFileBeforeExit() {
  Terminal terminal(poller);
  terminal.Run(kPrintNumbers);
  Check(Until([&] {
          terminal.Readable();
          return terminal.Take().output.size() == Numbers().size();
        }),
        "the program has printed");
  terminal.pty->Write("\n", 1);
  Check(terminal.WaitForDeath(), "the child is dead");
  poller->TakeNotes();
  terminal.Readable();
  Check(terminal.interest().read == ReadInterest::kEdge, "a hang-up is watched by edges");
  terminal.Readable();
  Check(poller->TakeNotes() == Notes{"interest edge"}, "and not armed for what it told already");
  Check(terminal.Take().output == Numbers(), "all output");
  Check(!terminal.Take().end && !terminal.Take().exit, "no end before the child is reaped");
  terminal.Child(true);
  Check(IsExit(terminal.Take(), 5, 0) && terminal.Take().end, "then both");
}

void SpuriousExit() {
  WaitForNoTimer();
  Terminal terminal(poller);
  terminal.Run("read line; echo $line; exit 7");
  terminal.Child(false);
  Check(poller->LastTimeout() == -1, "a look at a living child sets no timer");
  terminal.Child(true);
  terminal.Child(true);
  Check(!terminal.Take().exit, "a living child said to be dead is not reaped");
  const int timeout = poller->LastTimeout();
  Check(timeout >= 0 && timeout <= 50, "but asked for again");
  terminal.pty->Write("here\n", 5);
  Check(Until([&] { return terminal.Take().end; }), "it ends in its own time");
  Check(IsExit(terminal.Take(), 7, 0), "with its own code");
  Check(terminal.Take().output == "here\n", "and its output");
}

void CloseDuringEvents() {
  Terminal first(poller);
  Terminal second(poller);
  first.Run("echo one; exit 1");
  second.Run("echo two; exit 2");
  Check(first.WaitForDeath() && second.WaitForDeath(), "two dead children");
  // The events were collected before the closes; some of them are for what is no more.
  first.pty->Close();
  poller->Tell({{first.fd_token(), true, true},
                {first.child_token(), true, false},
                {first.fd_token(), true, true},
                {first.child_token(), true, false},
                {second.child_token(), true, false},
                {second.fd_token(), true, true},
                {Reactor::FdToken(1'000'000), true, true}});
  Check(first.Take().output.empty() && first.Take().end, "a closed terminal tells no output");
  Check(IsExit(first.Take(), 1, 0), "but its exit");
  Check(second.Take().output == "two\n" && second.Take().end, "the other one its output");
  Check(IsExit(second.Take(), 2, 0), "and its exit");
  Check(first.pty->Done() && second.pty->Done(), "both are done");
  second.pty->Close();
  Check(second.pty->Write("x", 1) == 1, "a write after the end is taken, and lost");
  const Notes notes = poller->TakeNotes();
  int unwatched = 0;
  bool late = false;
  for (const std::string& note : notes) {
    unwatched += note == "unwatch";
    late |= note == "unwatch after close";
  }
  Check(unwatched == 2 && !late, "each master was unwatched once, while open");
}

void KillOnlyTheLiving() {
  Terminal terminal(poller);
  terminal.Run("trap 'exit 9' TERM; echo up; while :; do sleep 0.01; done");
  Check(Until([&] {
          terminal.Readable();
          return terminal.Take().output == "up\n";
        }),
        "the program runs");
  signalled.clear();
  Check(terminal.pty->Kill(SIGTERM), "a living child takes a signal");
  Check(signalled.size() == 1 && signalled[0].pid == terminal.pid && signalled[0].signal == SIGTERM,
        "that one");
  Check(terminal.WaitForDeath(), "and ends");
  Check(terminal.pty->Kill(SIGTERM), "a zombie takes one, its pid is still its own");
  terminal.Child(true);
  signalled.clear();
  Check(!terminal.pty->Kill(SIGKILL), "a reaped one does not");
  Check(signalled.empty(), "kill(2) is not even called");
  Check(IsExit(terminal.Take(), 9, 0), "the exit code is the program's");
}

void ReadUntilFull(Terminal* terminal) {
  Check(Until([&] {
          terminal->ReadIfWanted();
          return terminal->interest().read == ReadInterest::kNone;
        }),
        "a flood that nobody takes is not read for ever");
}

void KillOfAFullTerminal() {
  Terminal terminal(poller);
  terminal.Run("exec yes");
  ReadUntilFull(&terminal);
  Check(terminal.pty->Kill(SIGKILL), "SIGKILL");
  Check(terminal.interest().read == ReadInterest::kLevel, "its last output is read although");
  Check(terminal.WaitForDeath(), "the child is dead");
  Check(Until([&] {
          terminal.ReadIfWanted();
          return !terminal.HasUnreadOutput();
        }),
        "nothing is left to be read");
  terminal.Child(true);
  Check(IsExit(terminal.Take(), 0, SIGKILL), "and told");
}

void LastWordsThatDoNotFit() {
  constexpr size_t kFirst = kFullBytes - 1000;
  Terminal terminal(poller);
  const std::string script = "trap 'head -c 100000 /dev/zero; exit 3' HUP; head -c " +
                             std::to_string(kFirst) +
                             " /dev/zero; read line; while :; do sleep 0.01; done";
  terminal.Run(script.c_str());
  // A newline waits in the input until the program has printed the first part and reads it.
  const UniqueFd slave(::open(terminal.pty->slave_name().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  const auto waiting = [&] {
    int input = -1;
    ::ioctl(slave.get(), FIONREAD, &input);
    return input;
  };
  terminal.pty->Write("\n", 1);
  Check(Until([&] { return waiting() == 1; }), "a line waits for the program");
  Check(Until([&] {
          terminal.ReadIfWanted();
          return waiting() == 0;
        }),
        "the program has printed nearly what a queue takes");
  while (terminal.HasUnreadOutput()) terminal.ReadIfWanted();
  Check(terminal.interest().read == ReadInterest::kLevel, "there is still room");
  Check(terminal.pty->Kill(SIGHUP), "SIGHUP");
  Check(Until([&] {
          terminal.ReadIfWanted();
          return terminal.Dead() && !terminal.HasUnreadOutput();
        }),
        "what it prints then is read to the last byte, so that it can end");
  terminal.Child(true);
  const Told& told = terminal.Take();
  Check(told.output.size() == kFirst + 100'000, "and is there");
  Check(IsExit(told, 3, 0), "with the exit");
}

void QueuedInput() {
  Terminal terminal(poller);
  terminal.Run("sleep 0.2; exec head -c 300000");
  const std::string input(300'000, 'i');
  const uint64_t first = terminal.pty->Write(input.data(), input.size());
  Check(first > 0 && first < input.size(), "more input than the kernel takes");
  Check(terminal.interest().write, "waits for writability");
  Check(terminal.Take().taken == 0, "and nothing is told that the call has returned");
  uint64_t before = 0;
  bool backwards = false;
  Check(Until([&] {
          terminal.Writable();
          terminal.Readable();
          const uint64_t taken = terminal.Take().taken;
          if (taken < before) backwards = true;
          before = taken;
          return taken == input.size();
        }),
        "until it is written");
  Check(!backwards, "of which each step is told");
  Check(!terminal.interest().write, "then nothing is waited for");
  Check(Until([&] {
          terminal.Readable();
          return terminal.Take().output.size() == input.size();
        }),
        "all of it arrives");
  Check(terminal.Take().output == input, "as it was");
}

void DescendantHoldsTheTerminal() {
  WaitForNoTimer();
  Terminal terminal(poller);
  terminal.Run("trap '' HUP; (sleep 1) & echo left; exit 0");
  Check(terminal.WaitForDeath(), "the leader is dead");
  terminal.Child(true);
  Check(IsExit(terminal.Take(), 0, 0), "told at once");
  Check(!terminal.Take().end && terminal.pty->Share() >= 0, "the terminal is still open");
  const int timeout = poller->LastTimeout();
  Check(timeout > 100 && timeout <= 200, "for 200 ms at the most");
  Check(Until([&] { return terminal.Take().end; }), "then it ends");
  Check(terminal.Take().output == "left\n" && terminal.pty->Share() == -1, "with its output");
}

void FloodsAreReadInOneTurn() {
  Terminal first(poller);
  Terminal second(poller);
  Terminal quiet(poller);
  for (Terminal* flood : {&first, &second}) {
    flood->Run("yes");
    Check(Until([&] {
            flood->Readable();
            flood->Take();
            return flood->pty->Floods();
          }),
          "a flood is known by its reads");
  }
  quiet.Run("echo typed; read line");
  Check(Until([&] {
          return first.HasUnreadOutput() && second.HasUnreadOutput() && quiet.HasUnreadOutput();
        }),
        "all three have output");
  const size_t first_had = first.Take().output.size();
  const size_t second_had = second.Take().output.size();
  const Ready of_first = {first.fd_token(), true, false};
  const Ready of_second = {second.fd_token(), true, false};
  poller->Tell({of_first, of_second, {quiet.fd_token(), true, false}});
  Check(quiet.Take().output == "typed\n", "who does not flood is read");
  const size_t first_got = first.Take().output.size() - first_had;
  const size_t second_got = second.Take().output.size() - second_had;
  Check(first_got > 0 && first_got <= kReadBytes, "the first flood has one read");
  Check(second_got > 0 && second_got <= kReadBytes, "and so has the other one");
  Check(Until([&] {
          if (first.HasUnreadOutput()) first.Readable();
          return first.interest().read == ReadInterest::kNone;
        }),
        "when nobody takes its output it is read no more");
  Check(!first.pty->Floods(), "and what is told of it then is not put off: it is told once");
}

}  // namespace

std::unique_ptr<Poller> MakePoller() {
  auto made = std::make_unique<ScriptedPoller>();
  poller = made.get();
  return made;
}

void NameThisThread(const char*) {}

// The program itself cannot be unloaded.
void PinLibrary() {}

}  // namespace flatpty

// The linker sends the calls of kill here (--wrap=kill).
extern "C" int __real_kill(pid_t pid, int signal);
extern "C" int __wrap_kill(pid_t pid, int signal) {
  if (signal != 0) flatpty::signalled.push_back({pid, signal});
  return __real_kill(pid, signal);
}

int main() {
  using namespace flatpty;
  Reactor::Get();
  const std::vector<void (*)()> tests = {
      RegistrationOrder,        RefusedWatch,        RefusedWatchOfALongLife,
      ExitBeforeAnythingIsRead, EndOfFileBeforeExit, SpuriousExit,
      CloseDuringEvents,        KillOnlyTheLiving,   KillOfAFullTerminal,
      LastWordsThatDoNotFit,    QueuedInput,         DescendantHoldsTheTerminal,
      FloodsAreReadInOneTurn,
  };
  for (void (*test)() : tests) {
    poller->TakeNotes();
    test();
  }
  std::printf("1..%d\n", checks);
  return failures == 0 ? 0 : 1;
}
