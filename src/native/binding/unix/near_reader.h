// Reads the near terminals of one environment on its own thread.
#ifndef FLATPTY_BINDING_UNIX_NEAR_READER_H_
#define FLATPTY_BINDING_UNIX_NEAR_READER_H_

#include <napi.h>

#include <cstdint>
#include <memory>

#include "binding/unix/near_loop.h"

namespace flatpty {

class NearReader final : public NearLoop::Reader {
 public:
  NearReader() = default;
  ~NearReader();
  NearReader(const NearReader&) = delete;
  NearReader& operator=(const NearReader&) = delete;

  // JS: terminals may come near from the next spawn on.
  void Allow() {
    if (state_ == State::kOff) state_ = State::kAllowed;
  }
  // To be called before a spawn. Null when terminals stay far.
  std::shared_ptr<NearGroup> Group(Napi::Env env);
  // How often a terminal was read on this thread.
  uint64_t reads() const { return reads_; }

 private:
  enum class State {
    kOff,
    kAllowed,
    kRefused,  // there is no libuv, or it has refused
    kOn,
  };

  void OnReadable() override;
  void Turn(Napi::Env env);

  State state_ = State::kOff;
  std::shared_ptr<NearLoop> loop_;
  napi_env env_ = nullptr;
  Napi::FunctionReference turn_;
  Napi::ObjectReference receiver_;
  uint64_t reads_ = 0;
};

}  // namespace flatpty

#endif  // FLATPTY_BINDING_UNIX_NEAR_READER_H_
