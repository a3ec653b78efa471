// The lock of a line, as a parameter.
#ifndef FLATPTY_HELD_H_
#define FLATPTY_HELD_H_

#include <mutex>

namespace flatpty {

// Proof that the caller holds the lock of the line to which the callee belongs: each part of a line
// keeps its state under that one lock, and says so by this parameter.
using Held = const std::lock_guard<std::mutex>&;

}  // namespace flatpty

#endif  // FLATPTY_HELD_H_
