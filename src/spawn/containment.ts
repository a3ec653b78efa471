// The options by which killTree() finds what has left a terminal's session. Linux only.
import * as path from 'node:path';
import { invalidArgValue, unavailable } from '../errors';
import { platform } from '../node';
import { withoutNul } from './childEnv';

/**
 * The cgroup.procs of the cgroup that the program joins; empty: none.
 * @param folder the cgroup's folder, absolute
 * @throws TypeError `ERR_INVALID_ARG_VALUE`, `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM`
 */
export function cgroupProcs(folder: string | undefined): string {
  if (folder === undefined) return '';
  if (platform !== 'linux') throw unavailable('cgroup');
  if (!path.isAbsolute(folder)) {
    throw invalidArgValue('cgroup', `must be an absolute path. Received ${folder}`);
  }
  return path.join(withoutNul('cgroup', folder), 'cgroup.procs');
}

/** @throws TypeError `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM` */
export function subreaperOption(value: unknown): boolean {
  if (value && platform !== 'linux') throw unavailable('subreaper');
  return Boolean(value);
}
