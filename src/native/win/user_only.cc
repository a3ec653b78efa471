// By ntdll's functions: advapi32, whose functions call these, would be one library more to load.
#include "win/user_only.h"

#include <winternl.h>

#include "core/sys_error.h"
#include "win/unique_handle.h"

extern "C" {
NTSYSAPI NTSTATUS NTAPI NtOpenProcessToken(HANDLE process, ACCESS_MASK access, HANDLE* token);
NTSYSAPI NTSTATUS NTAPI NtQueryInformationToken(HANDLE token, TOKEN_INFORMATION_CLASS what,
                                                void* to, ULONG size, ULONG* used);
NTSYSAPI NTSTATUS NTAPI RtlCreateAcl(ACL* list, ULONG size, ULONG revision);
NTSYSAPI NTSTATUS NTAPI RtlAddAccessAllowedAce(ACL* list, ULONG revision, ACCESS_MASK access,
                                               PSID who);
NTSYSAPI NTSTATUS NTAPI RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor,
                                                    ULONG revision);
NTSYSAPI NTSTATUS NTAPI RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor,
                                                     BOOLEAN present, ACL* list, BOOLEAN defaulted);
}

namespace flatpty {

namespace {

void Check(NTSTATUS status, const char* call) {
  if (status < 0) throw SysError(static_cast<int>(::RtlNtStatusToDosError(status)), call);
}

}  // namespace

UserOnly::UserOnly() {
  HANDLE opened = nullptr;
  Check(::NtOpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &opened), "NtOpenProcessToken");
  const UniqueHandle token(opened);
  ULONG used = 0;
  Check(::NtQueryInformationToken(token.get(), TokenUser, user_, sizeof user_, &used),
        "NtQueryInformationToken");
  const PSID user = reinterpret_cast<TOKEN_USER*>(user_)->User.Sid;
  const auto list = reinterpret_cast<ACL*>(list_);
  Check(::RtlCreateAcl(list, sizeof list_, ACL_REVISION), "RtlCreateAcl");
  Check(::RtlAddAccessAllowedAce(list, ACL_REVISION, GENERIC_ALL, user), "RtlAddAccessAllowedAce");
  Check(::RtlCreateSecurityDescriptor(&descriptor_, SECURITY_DESCRIPTOR_REVISION),
        "RtlCreateSecurityDescriptor");
  Check(::RtlSetDaclSecurityDescriptor(&descriptor_, TRUE, list, FALSE),
        "RtlSetDaclSecurityDescriptor");
  attributes_ = {sizeof attributes_, &descriptor_, FALSE};
}

}  // namespace flatpty
