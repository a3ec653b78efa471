// What a JS environment knows of a terminal, on every OS: news to take, input to give, an end.
#ifndef FLATPTY_LINE_H_
#define FLATPTY_LINE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/child.h"
#include "core/chunk.h"

namespace flatpty {

class Line;
class NearGroup;

// Never reused.
using PtyId = uint64_t;

// Where a line announces that it has something to take. Called from the I/O thread and from the JS
// thread, with no lock of the line held.
class Outlet {
 public:
  virtual ~Outlet() = default;
  // `urgent`: little output, or none. It comes before what floods.
  virtual void Notify(std::shared_ptr<Line> line, bool urgent) noexcept = 0;
  // Where lines of this outlet come near; null where they stay far.
  virtual std::shared_ptr<NearGroup> near_group() { return nullptr; }
};

// What Take hands over, in the order in which JS hears of it.
struct Delivery {
  std::optional<uint64_t> taken;   // queued input has moved: as Line::Write returns
  std::optional<ExitStatus> exit;  // once, when the child is reaped; data may still come
  Chunk data;
  bool as_text = false;    // `data` has been decoded
  PartOfCharacter before;  // bytes that go before `data`, which follows text as bytes
  PartOfCharacter after;   // at the end: a character without its rest
  bool end = false;        // once, after the last data
  bool more = false;       // call again
};

class Line {
 public:
  virtual ~Line() = default;

  virtual PtyId id() const = 0;
  // -1 where there is no child.
  virtual int64_t child_id() const = 0;
  // False when only the child is looked after: there is no output, and no end of it, to tell.
  virtual bool has_terminal() const = 0;

  // Types `size` bytes. Never blocks: what the terminal does not take at once is queued. Returns
  // how many bytes of all that was ever written the terminal has taken, or were dropped because no
  // program can read them any more; Delivery::taken says when that number grows. Throws
  // std::bad_alloc with nothing queued.
  virtual uint64_t Write(const char* data, size_t size) = 0;
  // The same, for input that needs no copy.
  virtual uint64_t Write(Bytes data, size_t size) = 0;
  // As Write returns.
  virtual uint64_t taken() const = 0;

  virtual void SetReading(bool wanted) = 0;
  // From here on output comes as bytes, for good. No byte is lost, and none comes twice.
  virtual void StopDecoding() = 0;
  // For the outlet that was notified, once the line is out of its queue: the line may announce
  // itself again from here on.
  virtual Delivery Take() = 0;
  virtual void Close() = 0;
  // The environment is going: hangs up and announces nothing more. The I/O thread still looks after
  // the child.
  virtual void Detach() = 0;

  std::shared_ptr<Line> next_in_queue;  // LineQueue's
};

}  // namespace flatpty

#endif  // FLATPTY_LINE_H_
