import * as path from 'node:path';
import { arch, env, platform, version } from '../node';

/** A loaded addon and the folder it came from: relative to this file's, unless overridden. */
export interface LoadedModule {
  dir: string;
  // biome-ignore lint/suspicious/noExplicitAny: each addon has its own shape
  module: any;
}

/** By the code alone: the words are not Node's where Yarn (PnP) or a bundler does the resolving. */
function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
}

/**
 * Finds and loads the addon `name`.node: what FLATPTY_ADDON names, else build/Release, build/Debug
 * and prebuilds/<platform>-<arch>, each in the package and, for bundles, beside this file.
 *
 * A file that is there but does not load is reported as it is, not passed over.
 *
 * @throws Error naming what was tried, the platform, architecture and runtime version.
 */
export function loadNativeModule(name: string): LoadedModule {
  const override = env().FLATPTY_ADDON;
  if (override) {
    const file = path.resolve(override);
    return { dir: path.dirname(file), module: require(file) };
  }
  const tried: string[] = [];
  const folders = ['build/Release', 'build/Debug', `prebuilds/${platform}-${arch}`];
  for (const folder of folders) {
    for (const base of ['../..', '.']) {
      const dir = `${base}/${folder}`;
      const request = `${dir}/${name}.node`;
      try {
        return { dir, module: require(request) };
      } catch (error) {
        if (!isMissing(error)) throw error;
        tried.push(request);
      }
    }
  }
  throw new Error(
    `Failed to load native module: ${name}.node, checked: ${tried.join(', ')} from ${__dirname} ` +
      `(${platform}-${arch}, Node ${version}). ` +
      'Build it with `npm install node-addon-api`, then `npx node-gyp rebuild` in the package folder.',
  );
}
