// Memory blocks of one size that go round: the reactor's thread fills them, the JS thread empties
// them. Given back to malloc each time, they would be handed to the kernel and faulted in again,
// 4 KB at a time, with every batch of a flood: glibc trims its heap at 128 KB.
#ifndef FLATPTY_BLOCK_POOL_H_
#define FLATPTY_BLOCK_POOL_H_

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

namespace flatpty {

// For any thread. Outlives its blocks.
class BlockPool {
 public:
  struct GiveBack {
    BlockPool* pool = nullptr;
    void operator()(void* block) const noexcept { pool->Give(static_cast<char*>(block)); }
  };
  template <typename T>
  using Block = std::unique_ptr<T[], GiveBack>;

  explicit BlockPool(size_t block_bytes) : block_bytes_(block_bytes) {}
  BlockPool(const BlockPool&) = delete;
  BlockPool& operator=(const BlockPool&) = delete;
  ~BlockPool() { Drop(kMostFree); }

  // Not zeroed. Throws std::bad_alloc.
  template <typename T>
  Block<T> Take() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (free_ > 0) {
        char* const block = blocks_[--free_];
        if (free_ < idle_) idle_ = free_;
        return Block<T>(reinterpret_cast<T*>(block), GiveBack{this});
      }
    }
    return Block<T>(reinterpret_cast<T*>(new char[block_bytes_]), GiveBack{this});
  }

  // Frees the blocks that were not needed since the last call. False: none is left.
  bool Trim() noexcept {
    size_t idle;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      idle = idle_;
    }
    Drop(idle);
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_ = free_;
    return free_ > 0;
  }

 private:
  // Twice what a flood has under way (Pty's kFullBytes); more floods share them.
  static constexpr size_t kMostFree = 8;

  void Give(char* block) noexcept {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (free_ < kMostFree) {
        blocks_[free_++] = block;
        return;
      }
    }
    delete[] block;
  }

  void Drop(size_t count) noexcept {
    for (; count > 0; count--) {
      char* block;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (free_ == 0) return;
        block = blocks_[--free_];
      }
      delete[] block;
    }
  }

  const size_t block_bytes_;
  std::mutex mutex_;
  std::array<char*, kMostFree> blocks_;
  size_t free_ = 0;
  size_t idle_ = 0;  // of these, how many have not been taken since the last Trim
};

}  // namespace flatpty

#endif  // FLATPTY_BLOCK_POOL_H_
