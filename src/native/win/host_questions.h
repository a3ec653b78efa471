// What a console host asks the terminal that it believes to be attached.
//
// OpenConsole 1.22 and later (conpty.dll, Windows 11) ask for the device attributes, ESC [ c,
// before anything else, and hold back the program's first console call until the answer, for up to
// 3 s. With INHERIT_CURSOR they ask for the cursor's position too, ESC [ 6 n, and hold back all
// input.
#ifndef FLATPTY_WIN_HOST_QUESTIONS_H_
#define FLATPTY_WIN_HOST_QUESTIONS_H_

#include <cstddef>
#include <string>

namespace flatpty {

// Takes the host's questions out of the beginning of its output. Later ones are a program's, and
// are left to the terminal emulator, who alone can answer them.
class HostQuestions {
 public:
  // `asks_position`: the console was created with INHERIT_CURSOR.
  explicit HostQuestions(bool asks_position) : asks_position_(asks_position) {}

  // Shortens `data` and appends what is to be answered to `answers`. Returns the length that is
  // left. A sequence that is cut off stays in `data` and is not recognised: a host writes its
  // questions in one piece.
  size_t Filter(char* data, size_t size, std::string* answers);

 private:
  bool asks_attributes_ = true;
  bool asks_position_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_HOST_QUESTIONS_H_
