// A line's way to its JS environment. For every kind of line.
#ifndef FLATPTY_ANNOUNCER_H_
#define FLATPTY_ANNOUNCER_H_

#include <memory>
#include <utility>

#include "core/held.h"
#include "core/line.h"

namespace flatpty {

// Announces a line once until JS has come for its news: a line is in one queue at the most.
class Announcer {
 public:
  explicit Announcer(std::shared_ptr<Outlet> outlet) : outlet_(std::move(outlet)) {}

  // The environment is going: nothing is announced any more.
  void Detach(Held) { outlet_.reset(); }
  bool attached(Held) const { return outlet_ != nullptr; }

  // The outlet that the caller notifies, once it holds no lock; null when none is due.
  std::shared_ptr<Outlet> Begin(Held, bool news) {
    if (!outlet_ || !news || std::exchange(announced_, true)) return nullptr;
    return outlet_;
  }

  // JS has taken news. With `more` it comes again by itself.
  void Taken(Held, bool more) { announced_ = more; }

 private:
  std::shared_ptr<Outlet> outlet_;
  bool announced_ = false;
};

}  // namespace flatpty

#endif  // FLATPTY_ANNOUNCER_H_
