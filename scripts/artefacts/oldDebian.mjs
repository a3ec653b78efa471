// Debian 11, whose glibc is 2.31: older than what this machine and GitHub's runners have.
import fs from 'node:fs';
import path from 'node:path';
import { cache, inChroot, mirror, need, run, stage } from './debian.mjs';

export function oldDebianCommand(context, node) {
  const root = path.join(cache, 'bullseye');
  const ready = path.join(root, '.ready');
  if (!fs.existsSync(ready)) {
    need({ debootstrap: '/usr/sbin/debootstrap' });
    fs.rmSync(root, { recursive: true, force: true });
    fs.mkdirSync(root, { recursive: true });
    run('debootstrap', ['--variant=minbase', '--include=libatomic1', 'bullseye', root, mirror()], {
      timeout: 600_000,
    });
    fs.writeFileSync(ready, '');
  }
  return inChroot(root, stage(root, context, node));
}
