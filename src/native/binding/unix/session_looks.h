// The looks at sessions that an environment has begun and not ended.
#ifndef FLATPTY_BINDING_SESSION_LOOKS_H_
#define FLATPTY_BINDING_SESSION_LOOKS_H_

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>

#include "unix/session_look.h"

namespace flatpty {

class SessionLooks {
 public:
  uint32_t Begin(LookRequest request) {
    looks_.emplace(++last_, std::make_unique<SessionLook>(std::move(request)));
    return last_;
  }
  // nullptr when there is none of that number.
  SessionLook* Find(uint32_t id) {
    const auto found = looks_.find(id);
    return found == looks_.end() ? nullptr : found->second.get();
  }
  void End(uint32_t id) { looks_.erase(id); }

 private:
  std::unordered_map<uint32_t, std::unique_ptr<SessionLook>> looks_;
  uint32_t last_ = 0;
};

}  // namespace flatpty

#endif  // FLATPTY_BINDING_SESSION_LOOKS_H_
