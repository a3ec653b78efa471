// A poller that tells the reactor what a test wants, when it wants, and notes what it is asked.
#ifndef FLATPTY_TEST_SCRIPTED_POLLER_H_
#define FLATPTY_TEST_SCRIPTED_POLLER_H_

#include <fcntl.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "unix/fd_poller.h"

namespace flatpty {

class ScriptedPoller : public FdPoller {
 public:
  // --- the reactor's side

  void Watch(int, Token token) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    interests_[token] = {};
    Note("watch");
  }

  void SetInterest(int, Token token, Interest interest) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    interests_[token] = interest;
    const char* const names[] = {"none", "level", "edge"};
    Note(std::string("interest ") + names[static_cast<int>(interest.read)] +
         (interest.write ? " write" : ""));
  }

  void Unwatch(int fd) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    Note(::fcntl(fd, F_GETFD) < 0 ? "unwatch after close" : "unwatch");
  }

  bool WatchOnce(int, Token) override { return false; }

  std::unique_ptr<ChildWatch> WatchChild(pid_t, Token) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    Note(refuse_children_ ? "child refused" : "child");
    return refuse_children_ ? nullptr : std::make_unique<NotedWatch>(this);
  }

  const char* ChildWatchName() override { return "script"; }

  size_t Wait(Ready* events, size_t capacity, int timeout_ms) override {
    std::unique_lock<std::mutex> lock(mutex_);
    waits_++;
    last_timeout_ = timeout_ms;
    waiting_ = true;
    changed_.notify_all();
    const auto called = [this] { return woken_ || !to_tell_.empty(); };
    if (timeout_ms < 0) {
      changed_.wait(lock, called);
    } else {
      changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), called);
    }
    waiting_ = woken_ = false;
    size_t count = 0;
    for (; count < to_tell_.size() && count < capacity; count++) events[count] = to_tell_[count];
    to_tell_.erase(to_tell_.begin(), to_tell_.begin() + static_cast<ptrdiff_t>(count));
    if (count > 0) told_in_wait_ = waits_;
    return count;
  }

  void Wake() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    woken_ = true;
    changed_.notify_all();
  }

  // --- the test's side

  // Returns when the reactor has dealt with all of it and waits again.
  void Tell(const std::vector<Ready>& events) {
    std::unique_lock<std::mutex> lock(mutex_);
    to_tell_ = events;
    told_in_wait_ = 0;
    changed_.notify_all();
    changed_.wait(lock, [this] {
      return to_tell_.empty() && told_in_wait_ > 0 && waits_ > told_in_wait_ && waiting_;
    });
  }

  // Returns when the reactor has done what it was woken for.
  void Settle() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ && !woken_; });
  }

  void RefuseChildren(bool refuse) {
    const std::lock_guard<std::mutex> lock(mutex_);
    refuse_children_ = refuse;
  }

  Interest InterestIn(Token token) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return interests_[token];
  }

  int LastTimeout() {
    Settle();
    const std::lock_guard<std::mutex> lock(mutex_);
    return last_timeout_;
  }

  // What it was asked since the last call.
  std::vector<std::string> TakeNotes() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(notes_, {});
  }

 private:
  class NotedWatch : public ChildWatch {
   public:
    explicit NotedWatch(ScriptedPoller* poller) : poller_(poller) {}
    ~NotedWatch() override {
      const std::lock_guard<std::mutex> lock(poller_->mutex_);
      poller_->Note("child unwatched");
    }

   private:
    ScriptedPoller* poller_;
  };

  void Note(std::string note) { notes_.push_back(std::move(note)); }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Token, Interest> interests_;
  std::vector<Ready> to_tell_;
  std::vector<std::string> notes_;
  bool refuse_children_ = false;
  bool waiting_ = false;
  bool woken_ = false;
  int last_timeout_ = 0;
  uint64_t waits_ = 0;
  uint64_t told_in_wait_ = 0;
};

}  // namespace flatpty

#endif  // FLATPTY_TEST_SCRIPTED_POLLER_H_
