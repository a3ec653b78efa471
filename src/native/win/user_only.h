// A security descriptor that lets in this process's user alone.
#ifndef FLATPTY_WIN_USER_ONLY_H_
#define FLATPTY_WIN_USER_ONLY_H_

#include <windows.h>

namespace flatpty {

// Throws SysError. Without it a named pipe can be read by Everyone and by the anonymous account
// (CreateNamedPipeW, "Named Pipe Security and Access Rights").
class UserOnly {
 public:
  UserOnly();
  UserOnly(const UserOnly&) = delete;
  UserOnly& operator=(const UserOnly&) = delete;

  // Not inheritable. Valid as long as this object.
  SECURITY_ATTRIBUTES* attributes() { return &attributes_; }

 private:
  // TOKEN_USER and the SID behind it; ACL, one ACE and that SID again.
  alignas(8) unsigned char user_[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
  alignas(8) unsigned char list_[sizeof(ACL) + sizeof(ACCESS_ALLOWED_ACE) + SECURITY_MAX_SID_SIZE];
  SECURITY_DESCRIPTOR descriptor_;
  SECURITY_ATTRIBUTES attributes_;
};

}  // namespace flatpty

#endif  // FLATPTY_WIN_USER_ONLY_H_
