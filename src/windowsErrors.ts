// Error numbers of Win32 in Node's shape, as libuv translates them (uv_translate_sys_error).
import { getSystemErrorMap } from 'node:util';

/** By the number of winerror.h. What is not here keeps its number. */
const CODES: Record<number, string> = {
  1: 'EISDIR', // ERROR_INVALID_FUNCTION
  2: 'ENOENT', // ERROR_FILE_NOT_FOUND
  3: 'ENOENT', // ERROR_PATH_NOT_FOUND
  4: 'EMFILE', // ERROR_TOO_MANY_OPEN_FILES
  5: 'EACCES', // ERROR_ACCESS_DENIED; libuv's EPERM, but for a program that must not be run Node says this
  6: 'EBADF', // ERROR_INVALID_HANDLE
  8: 'ENOMEM', // ERROR_NOT_ENOUGH_MEMORY
  14: 'ENOMEM', // ERROR_OUTOFMEMORY
  32: 'EBUSY', // ERROR_SHARING_VIOLATION
  50: 'ENOTSUP', // ERROR_NOT_SUPPORTED
  87: 'EINVAL', // ERROR_INVALID_PARAMETER
  109: 'EPIPE', // ERROR_BROKEN_PIPE
  123: 'ENOENT', // ERROR_INVALID_NAME
  126: 'ENOENT', // ERROR_MOD_NOT_FOUND
  120: 'ENOSYS', // ERROR_CALL_NOT_IMPLEMENTED
  127: 'ENOSYS', // ERROR_PROC_NOT_FOUND
  193: 'ENOEXEC', // ERROR_BAD_EXE_FORMAT
  206: 'ENAMETOOLONG', // ERROR_FILENAME_EXCED_RANGE
  216: 'ENOEXEC', // ERROR_EXE_MACHINE_TYPE_MISMATCH
  231: 'EBUSY', // ERROR_PIPE_BUSY
  267: 'ENOENT', // ERROR_DIRECTORY
  740: 'EACCES', // ERROR_ELEVATION_REQUIRED
  1150: 'ENOSYS', // ERROR_OLD_WIN_VERSION
  1450: 'ENOMEM', // ERROR_NO_SYSTEM_RESOURCES
  1455: 'ENOMEM', // ERROR_COMMITMENT_LIMIT
  1816: 'ENOMEM', // ERROR_NOT_ENOUGH_QUOTA
};

/** Node's code for `error`, and its errno, which is negative and libuv's. */
export function windowsError(error: number): { code: string; errno: number } {
  const code = CODES[error];
  if (code === undefined) return { code: `ERROR_${error}`, errno: -error };
  for (const [errno, [name]] of getSystemErrorMap()) {
    if (name === code) return { code, errno };
  }
  return { code, errno: -error };
}
