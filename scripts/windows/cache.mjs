// Where the Wine machine and what it runs are kept between runs: 2 GB, so in one place for all clones.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');

/** FLATPTY_WINDOWS_CACHE, else flatpty/windows in the user's folder for such things. */
export const cacheDir = process.env.FLATPTY_WINDOWS_CACHE || path.join(base, 'flatpty', 'windows');

fs.mkdirSync(cacheDir, { recursive: true });
