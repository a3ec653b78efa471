// What the OS says about processes. Each answer may be outdated when it arrives.
#ifndef FLATPTY_UNIX_PROCESS_TABLE_H_
#define FLATPTY_UNIX_PROCESS_TABLE_H_

#include <sys/types.h>

#include <memory>
#include <string>

namespace flatpty {

// The letters of proc(5), the same on every OS.
enum class ProcessState : char {
  kRunning = 'R',
  kSleeping = 'S',
  kUninterruptible = 'D',
  kStopped = 'T',
  kZombie = 'Z',
  kUnknown = '?',  // lives, and the OS does not say how
};

struct ProcessFacts {
  pid_t pid = 0;
  pid_t parent = 0;  // 0 when unknown
  pid_t group = 0;
  pid_t session = 0;
  ProcessState state = ProcessState::kUnknown;

  bool live() const { return state != ProcessState::kZombie; }
};

// All pids of this process's pid namespace, one after another.
class ProcessNumbers {
 public:
  virtual ~ProcessNumbers() = default;
  // 0 at the end.
  virtual pid_t Next() = 0;
};

// How carefully the pids are listed.
enum class Listing {
  kUsual,     // as the OS lists them
  kThorough,  // also those that the OS hides from this user, by trying each number
};

// The OS's half: all processes, or at least those that are younger than `oldest`. Needs one
// descriptor; without one, or where the OS's own list is missing or is that of other processes,
// each number is tried.
std::unique_ptr<ProcessNumbers> ListProcesses(Listing listing, pid_t oldest);

// The OS's half: the numbers that were given last, which a list may have missed. nullptr where the
// OS does not say which those are, or its list is exact.
std::unique_ptr<ProcessNumbers> ListNewestProcesses();

// The OS's half: false when there is no such process. Works without a descriptor; then `parent` is
// unknown, and `state` is kUnknown or kZombie.
bool ReadFacts(pid_t pid, ProcessFacts* facts);

// The OS's half: when the process was started, in a unit of the OS's own, by which two processes of
// one pid are kept apart.
constexpr double kNoSuchProcess = 0;
constexpr double kStartUnknown = -1;  // without a descriptor, and for what the OS does not say
double StartOf(pid_t pid);

// The OS's half: whether one of the process's standard streams is the terminal `slave_name`.
bool HasOpen(pid_t pid, const std::string& slave_name);

// The OS's half: why processes outside the session cannot be looked at; empty when they can.
std::string BlindSpot();

}  // namespace flatpty

#endif  // FLATPTY_UNIX_PROCESS_TABLE_H_
