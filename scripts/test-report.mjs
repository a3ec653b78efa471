import { inspect, styleText } from 'node:util';

const colors = process.stdout.isTTY && !process.env.NO_COLOR;

export function paint(style, text) {
  return colors ? styleText(style, text) : text;
}

const indent = (text) => text.trimEnd().replace(/^/gm, '      ');

/**
 * One line per file, with `progress` at its end, then what it said with t.comment() and on stderr, and what
 * went wrong.
 */
export function printFile(result, { raw = false, progress } = {}) {
  const { file, ms, cpuMs, passed, failed, skipped, comments, points, tap, stderr } = result;
  const counts = [`${passed} passed`];
  if (failed.length > 0) counts.push(`${failed.length} failed`);
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
  counts.push(`${ms.toFixed(0)} ms`);
  if (cpuMs !== undefined) counts.push(`CPU ${cpuMs} ms`);
  const sign = failed.length > 0 ? paint('red', 'FAIL') : paint('green', ' ok ');
  const where = progress ? `  [${progress}]` : '';
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  console.log(`${sign}  ${file}  ${paint('dim', counts.join(', ') + where)}`);
  if (raw) {
    console.log(indent(tap + stderr));
    return;
  }
  if (comments.length > 0) console.log(paint('dim', indent(comments.join('\n'))));
  for (const point of points) console.log(indent(describe(point)));
  // Crashed, or killed: the last thing that it reported tells where it was.
  if (failed.length > 0 && points.length === 0) {
    console.log(indent(tap.trimEnd().split('\n').slice(-20).join('\n')));
  }
  if (stderr !== '') console.log(indent(stderr));
}

/** A failed assertion: its name, and of its diagnostics what a person reads. */
function describe({ fullname, diag }) {
  const { at, source, compare, ...facts } = diag ?? {};
  const lines = [paint('red', fullname)];
  if (at?.fileName && !facts.stack) lines.push(`at ${at.fileName}:${at.lineNumber}`);
  for (const [key, value] of Object.entries(facts)) {
    const text = typeof value === 'string' ? value.trimEnd() : inspect(value, { depth: 6 });
    lines.push(text.includes('\n') ? `${key}:\n${text.replace(/^/gm, '  ')}` : `${key}: ${text}`);
  }
  return lines.join('\n');
}

/**
 * What was skipped and why, what failed, and the line of totals.
 * @param faults what else is wrong with the run; each counts as a failure
 * @returns whether all is well
 */
export function printSummary(results, faults = []) {
  const total = { passed: 0, failed: faults.length, skipped: 0 };
  for (const { file, passed, failed, skipped } of results) {
    total.passed += passed;
    total.failed += failed.length;
    total.skipped += skipped.length;
    for (const name of skipped) console.log(`${paint('yellow', 'skipped')}  ${file}  ${name}`);
    for (const name of failed) console.log(`${paint('red', 'failed')}   ${file}  ${name}`);
  }
  for (const fault of faults) console.log(`${paint('red', 'failed')}   ${fault}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 && total.passed > 0;
}
