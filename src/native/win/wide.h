// UTF-8, which is what JS values become in this addon, to the UTF-16 that Win32 takes, and back.
#ifndef FLATPTY_WIN_WIDE_H_
#define FLATPTY_WIN_WIDE_H_

#include <string>

namespace flatpty {

// An ill-formed byte becomes U+FFFD. NULs inside are kept. Throws std::bad_alloc.
std::wstring ToWide(const std::string& utf8);
std::string ToUtf8(const std::wstring& wide);

}  // namespace flatpty

#endif  // FLATPTY_WIN_WIDE_H_
