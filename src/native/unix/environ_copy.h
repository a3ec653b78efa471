// Whether this process's environment has changed, without its contents.
#ifndef FLATPTY_UNIX_ENVIRON_COPY_H_
#define FLATPTY_UNIX_ENVIRON_COPY_H_

#include <string>
#include <vector>

namespace flatpty {

// The OS's half.

// environ(7), which a dynamic library on macOS has to ask for.
char** Environ();
// setenv(3) frees the value that it replaces, as musl's does. Another thread may do that while a
// value is looked at (Node's lock is not for us), so no value is looked at then.
bool ReplacedValuesAreFreed();

// setenv(3) in another thread may move what environ points to. So no value is looked at before two
// calls have found the same pointers; whatever else is found counts as a change.
class EnvironCopy {
 public:
  // The same number as at the last call only when names, values and their order are the same, and
  // never where values are freed.
  unsigned Version();

 private:
  bool Changed();
  bool PointersAreTheSame(char* const* now) const;
  bool TextsAreTheSame() const;

  unsigned version_ = 0;
  bool taken_ = false;
  std::vector<char*> pointers_;
  std::string texts_;  // each with its NUL; empty until the pointers have been the same
};

}  // namespace flatpty

#endif  // FLATPTY_UNIX_ENVIRON_COPY_H_
