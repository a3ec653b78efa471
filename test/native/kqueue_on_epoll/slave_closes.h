// What XNU does with output that nobody has read when the last descriptor of a slave is closed:
// after 0.6 s it is thrown away (t_timeout in ptsclose, bsd/kern/tty_dev.c), unless the session has
// pinned the terminal. Not thread-safe: kqueue.cc holds its lock around every call.
#ifndef FLATPTY_TEST_SLAVE_CLOSES_H_
#define FLATPTY_TEST_SLAVE_CLOSES_H_

#include <chrono>
#include <map>

#include "unix/unique_fd.h"

namespace kqueue_on_epoll {

class SlaveCloses {
 public:
  SlaveCloses();

  // To be waited for with the queue's other descriptors.
  int epoll() const { return epoll_.get(); }

  void Watch(int master);

  // Takes note of slaves that have been closed, and drops output whose time is up.
  void Look();

  // Something will be due without any descriptor saying so.
  bool Restless() const { return !due_.empty(); }

 private:
  using Clock = std::chrono::steady_clock;

  flatpty::UniqueFd epoll_;
  std::map<int, Clock::time_point> due_;  // by master
};

}  // namespace kqueue_on_epoll

#endif  // FLATPTY_TEST_SLAVE_CLOSES_H_
