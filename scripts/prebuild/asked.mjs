// `npm run prebuild`. npm also starts a script of this name before each `npm run build`, which must not
// take minutes: only a command that names it counts, as /proc tells.
import fs from 'node:fs';

/** The command lines of this process's ancestors. */
function ancestors() {
  const lines = [];
  for (let pid = process.ppid; pid > 1; ) {
    lines.push(fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' '));
    pid = Number(fs.readFileSync(`/proc/${pid}/stat`, 'latin1').match(/\) \S (\d+)/)?.[1] ?? 0);
  }
  return lines;
}

// npm's title is its command, as in "npm run build".
const npm = process.platform === 'linux' && ancestors().find((line) => /^npm /.test(line));
if (npm && /\bprebuild\b/.test(npm)) await import('./main.mjs');
