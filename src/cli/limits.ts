import * as fs from 'node:fs';

export interface DescriptorLimit {
  /** RLIMIT_NOFILE; Infinity when unlimited. */
  soft: number;
  hard: number;
}

type Word = string | number | undefined;

interface ReportWithLimits {
  userLimits?: { open_files?: { soft?: Word; hard?: Word } };
}

const toNumber = (word: Word): number => (word === 'unlimited' ? Infinity : Number(word));

function fromProc(): DescriptorLimit | null {
  let text: string;
  try {
    text = fs.readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null;
  }
  const match = /^Max open files\s+(\S+)\s+(\S+)/m.exec(text);
  return match === null ? null : { soft: toNumber(match[1]), hard: toNumber(match[2]) };
}

/** Node's diagnostic report has it on every Unix, but takes some milliseconds to make. */
function fromReport(): DescriptorLimit | null {
  const report = process.report as
    | (NodeJS.ProcessReport & { excludeNetwork?: boolean })
    | undefined;
  if (report === undefined) return null;
  const { excludeNetwork } = report;
  // Without this, Node resolves the names of all open connections while it writes the report.
  report.excludeNetwork = true;
  const limits = (report.getReport() as ReportWithLimits).userLimits?.open_files;
  if (excludeNetwork !== undefined) report.excludeNetwork = excludeNetwork;
  return limits === undefined ? null : { soft: toNumber(limits.soft), hard: toNumber(limits.hard) };
}

/** RLIMIT_NOFILE of this process, or null where it cannot be read. Node offers no getrlimit. */
export function readDescriptorLimit(): DescriptorLimit | null {
  return process.platform === 'linux' ? fromProc() : fromReport();
}
