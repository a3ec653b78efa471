// What the runtimes wrote: cut into single reports, each ours or somebody else's.
import fs from 'node:fs';
import path from 'node:path';

/** In a frame's module: the addon, its helper, and what scripts/sanitize builds. */
const OURS = /\b(pty\.node|canary\.node|spawn-helper|core-races)\b/;

/** Where a report begins: an ASan error, one leak of LSan's list, a TSan warning, a UBSan line. */
const BEGIN =
  /^(?:==\d+==\s*ERROR: AddressSanitizer|(?:Direct|Indirect) leak of|WARNING: ThreadSanitizer|\S+: runtime error:)/m;

/** Lines that may stand outside of a report and say nothing themselves. */
const FRAME =
  /^(?:=+|==\d+==\s*ERROR: LeakSanitizer: detected memory leaks|SUMMARY: .*|ThreadSanitizer: reported \d+ warnings|)$/;

/** Frames between what happened and the code that wanted it: runtimes, allocators, libc, Node-API. */
const BETWEEN =
  /\b(malloc|calloc|realloc|memalign|posix_memalign|operator new|napi_\w+|v8impl::)|\b(lib[atu]+san|libc|libstdc\+\+|ld-linux)\S*\.so|libc_malloc/;

const FRAMED = /^\s+(#\d+ |at |by )/;

/**
 * Whether the stack of a leak begins with us. All that V8 does while JS runs that we have called has us
 * further down.
 */
export function isOurAllocation(report) {
  const frames = report.split('\n').filter((line) => FRAMED.test(line));
  return OURS.test(frames.find((frame) => !BETWEEN.test(frame)) ?? '');
}

/** Whether one of a data race's two accesses is ours; in the rest stands who made threads and memory. */
function isOurRace(report) {
  const sections = report.split(/\n\s*\n/);
  const accesses = sections.filter((text) =>
    /^ +(previous )?(atomic )?(read|write) of/im.test(text),
  );
  return accesses.length === 0 ? OURS.test(report) : accesses.some(isOurAllocation);
}

function isOurs(report) {
  if (/^\w+ leak of/.test(report)) return isOurAllocation(report);
  if (/^WARNING: ThreadSanitizer: data race/.test(report)) return isOurRace(report);
  return OURS.test(report);
}

/**
 * The reports in a file's text. What is not understood is a report of its own and counts as ours: a
 * runtime that could not work has checked nothing.
 * @returns {{text: string, ours: boolean}[]}
 */
export function parse(text) {
  const reports = [];
  let current;
  for (const line of text.split('\n')) {
    if (BEGIN.test(line)) {
      current = { lines: [], known: true };
      reports.push(current);
    } else if (!current && !FRAME.test(line)) {
      current = { lines: [], known: false };
      reports.push(current);
    }
    current?.lines.push(line);
    // Each leak ends with an empty line, each of TSan's warnings with a rule.
    if (/^=+$/.test(line) || (line === '' && /leak of/.test(current?.lines[0] ?? ''))) {
      current = undefined;
    }
  }
  return reports.map(({ lines, known }) => {
    const report = lines.join('\n').trimEnd();
    return { text: report, ours: !known || isOurs(report) };
  });
}

/** Reads and removes all reports in `folder`. */
export function collect(folder) {
  return fs.readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    const text = fs.readFileSync(file, 'utf8');
    fs.rmSync(file);
    return parse(text);
  });
}

/** A report's first line and top frames, to tell two from each other. */
export function heading({ text }) {
  const lines = text.split('\n');
  const frames = lines.filter((line) => /^\s*#\d+ /.test(line)).slice(0, 6);
  return [lines[0], ...frames].join('\n');
}
