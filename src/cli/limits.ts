import * as fs from 'node:fs';

export interface DescriptorLimit {
  /** RLIMIT_NOFILE; Infinity when unlimited. */
  soft: number;
  hard: number;
}

/** RLIMIT_NOFILE of this process, or null where it cannot be read. Node offers no getrlimit. */
export function readDescriptorLimit(): DescriptorLimit | null {
  let text: string;
  try {
    text = fs.readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null;
  }
  const match = /^Max open files\s+(\S+)\s+(\S+)/m.exec(text);
  const toNumber = (word: string | undefined): number =>
    word === 'unlimited' ? Infinity : Number(word);
  return match === null ? null : { soft: toNumber(match[1]), hard: toNumber(match[2]) };
}
