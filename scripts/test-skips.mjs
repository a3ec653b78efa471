// The skips that a run on CI may have. Any other is a failure there: a test that never runs proves nothing.

/** @type {{file: RegExp, reason: RegExp, why: string}[]} */
const ALLOWED = [
  {
    file: /^test\/faults\/limits\/no-memory-is-left/,
    reason: /the kernel does not refuse then, it kills/,
    why: 'nothing is refused, so there is no error to look at',
  },
  {
    file: /^test\/faults\/the-status-pipe-fails/,
    reason: /the child may find the pipe closed/,
    why: 'there are two right answers, and which one comes is a race',
  },
  {
    file: /^test\/install\//,
    reason: /(: |^)(needs Node 22|pnpm 11 needs Node 22\.13)/,
    why: 'the newest npm and pnpm do not run on the oldest Node that flatpty supports, which CI has',
  },
  {
    file: /^test\/programs\/(more|agent)\//,
    reason: /not installed: npm run dropin -- (more|agent)$/,
    why: "hundreds of megabytes of other people's programs; they are run by hand",
  },
];

const isAllowed = (file, skip) =>
  ALLOWED.some((entry) => entry.file.test(file) && entry.reason.test(skip));

/** The skips of `results` that are not on the list, as `file  name: reason`. */
export function unlistedSkips(results) {
  return results.flatMap(({ file, skipped }) =>
    skipped.filter((skip) => !isAllowed(file, skip)).map((skip) => `${file}  ${skip}`),
  );
}
