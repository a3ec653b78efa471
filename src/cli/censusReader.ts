import type { CensusReader } from './census';
import { readLinuxCensus } from './censusLinux';
import { readMacosCensus } from './censusMacos';

/** One entry per platform that can be read. */
const READERS: Partial<Record<NodeJS.Platform, CensusReader>> = {
  darwin: readMacosCensus,
  linux: readLinuxCensus,
};

/** The reader for this platform, or one that says it has none. */
export function censusReader(platform: NodeJS.Platform = process.platform): CensusReader {
  return (
    READERS[platform] ?? (() => ({ available: false, reason: `not available on ${platform}` }))
  );
}
