// The skips that a run on CI may have. Any other is a failure there: a test that nobody runs proves nothing.

/** @type {{file: RegExp, reason: RegExp, why: string}[]} */
const ALLOWED = [];

const isAllowed = (file, skip) =>
  ALLOWED.some((entry) => entry.file.test(file) && entry.reason.test(skip));

/** The skips of `results` that are not on the list, as `file  name: reason`. */
export function unlistedSkips(results) {
  return results.flatMap(({ file, skipped }) =>
    skipped.filter((skip) => !isAllowed(file, skip)).map((skip) => `${file}  ${skip}`),
  );
}
