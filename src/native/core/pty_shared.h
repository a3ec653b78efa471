// What the parts of one pty share: its lock, its end, and its ways to the I/O thread and to JS.
#ifndef FLATPTY_PTY_SHARED_H_
#define FLATPTY_PTY_SHARED_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/announcer.h"
#include "core/held.h"
#include "core/line.h"
#include "core/near.h"
#include "core/pty_end.h"
#include "core/reactor.h"

namespace flatpty {

// What a hang-up (EIO, or end of file) on the descriptor means.
enum class PtyKind {
  kTerminal,  // a master with a child: final once the child is reaped
  kMaster,    // a master of open(): the slave may be opened again, so never final
  kSlave,     // final
};

class PtyShared {
 public:
  // Shares the end for the length of a system call, so that another thread's Shut does not free
  // its descriptor meanwhile.
  using Lease = std::shared_ptr<PtyEnd>;

  // Without an `end` only the child is looked after.
  PtyShared(PtyKind kind, Lease end, std::shared_ptr<Outlet> outlet);

  Reactor& reactor() const { return reactor_; }
  PtyId id() const { return id_; }
  PtyKind kind() const { return kind_; }
  bool has_terminal() const { return has_terminal_; }

  // The line's lock: for every member that takes Held, here and in the parts.
  std::mutex mutex;
  Announcer announcer;

  // Has Pty::OnTime called from the I/O thread soon.
  void Post() noexcept { reactor_.Post(id_); }

  // Without the lock. Null once shut.
  Lease Borrow();
  bool is_open(Held) const { return end_ != nullptr; }
  // What was read still has a way to JS.
  bool delivers(Held held) const { return end_ != nullptr && announcer.attached(held); }

  // Reports readiness to the reactor, first of nothing. Throws SysError.
  void Watch(Held);
  // What the reactor reports from here on. Also re-arms a report that comes only once.
  void SetRead(Held, ReadInterest read);
  void SetWrite(Held, bool write);
  ReadInterest reads(Held) const { return interest_.read; }

  // Near: read on the thread of its JS environment, and the reactor reports nothing but a hang-up.
  // Only plain reading is near. Whatever else is wanted from SetRead or SetWrite makes the terminal
  // far at once, which needs no memory and cannot fail.

  bool is_near(Held) const { return side_ == Side::kNear; }
  bool MayComeNear(Held) const;
  // Does nothing where it is refused.
  void MoveNear(Held);
  // Far, until MoveNear.
  void MoveFar(Held);
  // Far for good.
  void StayFar(Held held);

  // The only place where the end goes: from here on it is gone for everyone. False when it was
  // already. Close comes next.
  bool Shut(Held);
  // Hands over the end that Shut took out. Its descriptor is closed when the caller drops the
  // result or, when another thread is inside a system call on it, when that call returns. Drop it
  // without the lock: closing a master takes long.
  Lease Close(Held) { return std::move(closing_); }

 private:
  enum class Side { kFar, kNear };

  void Apply(Interest interest);
  void LeaveNear();

  Reactor& reactor_;
  const PtyId id_;
  const PtyKind kind_;
  const bool has_terminal_;
  // Guarded by `mutex`.
  Lease end_;
  // Shut, and still to be closed, by the thread that comes first: closing a master takes longer
  // than waking the JS thread, which must not hear of an end that is still open.
  Lease closing_;
  Interest interest_;
  Side side_ = Side::kFar;
  std::shared_ptr<NearGroup> near_;  // null: far for good
};

}  // namespace flatpty

#endif  // FLATPTY_PTY_SHARED_H_
