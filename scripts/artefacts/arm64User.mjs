// The arm64 userland under qemu-user, in a chroot. qemu is registered for arm64 programs (binfmt_misc) while
// the row runs, if it is not already.
import { arm64Debian } from './arm64.mjs';
import { inChroot, need, stage } from './debian.mjs';

const BINFMT = '/proc/sys/fs/binfmt_misc';
const QEMU = '/usr/bin/qemu-aarch64-static';

/** The shell words that register qemu, as qemu's documentation has them, and take that back at the end. */
function registered(command) {
  const magic =
    '\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00';
  const mask =
    '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff';
  const rule = `:flatpty-aarch64:M::${magic}:${mask}:${QEMU}:OCF`;
  const script = `
    mounted= own=
    [ -e ${BINFMT}/register ] || { mount -t binfmt_misc binfmt_misc ${BINFMT} && mounted=1; } || exit 125
    grep -qs aarch64 ${BINFMT}/*aarch64* || { printf '%s' "$RULE" >${BINFMT}/register && own=1; } || exit 125
    "$@"; code=$?
    [ -z "$own" ] || echo -1 >${BINFMT}/flatpty-aarch64
    [ -z "$mounted" ] || umount ${BINFMT}
    exit $code`;
  const [file, args] = command;
  return ['sh', ['-c', script, 'sh', file, ...args], { env: { ...process.env, RULE: rule } }];
}

export function arm64UserCommand(context, node) {
  need({ 'qemu-user-static': QEMU });
  const { root } = arm64Debian();
  return registered(inChroot(root, stage(root, context, node)));
}
