import { spawnSync } from 'node:child_process';
import { isRoot } from './identity';

/** Why no test here can mount in a namespace of its own; false when it can. */
export function noMountNamespace(): string | false {
  if (!isRoot) return 'only root may mount';
  const { status } = spawnSync('unshare', ['-m', 'true']);
  return status === 0 ? false : 'no mount namespace can be made';
}
