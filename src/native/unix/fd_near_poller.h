// What the Unix half of near terminals asks of an OS: watch a descriptor. One implementation per
// OS.
#ifndef FLATPTY_UNIX_FD_NEAR_POLLER_H_
#define FLATPTY_UNIX_FD_NEAR_POLLER_H_

#include "core/near.h"
#include "unix/unique_fd.h"

namespace flatpty {

// For any thread. A descriptor must be unwatched before it is closed.
class FdNearPoller : public NearPoller {
 public:
  // Needs memory. False: not possible now.
  virtual bool Watch(int fd, Token token) = 0;
  virtual void Unwatch(int fd) = 0;

  int Descriptor() const override { return queue_.get(); }
  bool ReportOnce(Token token) override;
  void StopReporting() override;

 protected:
  // The kernel's queue of events.
  explicit FdNearPoller(UniqueFd queue) : queue_(std::move(queue)) {}

 private:
  const UniqueFd queue_;
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_FD_NEAR_POLLER_H_
