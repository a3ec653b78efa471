import type { CensusReader } from './census';
import { readLinuxCensus } from './censusLinux';

/** One entry per platform that can be read; a macOS reader is one more file and one more line. */
const READERS: Partial<Record<NodeJS.Platform, CensusReader>> = { linux: readLinuxCensus };

/** The reader for this platform, or one that says it has none. */
export function censusReader(platform: NodeJS.Platform = process.platform): CensusReader {
  return (
    READERS[platform] ?? (() => ({ available: false, reason: `not available on ${platform}` }))
  );
}
