import { Parser } from 'tap-parser';

/** Counts the asserts in a TAP stream; `complaints` is what it says of those that failed. */
export function readTap(text) {
  let passed = 0;
  let skipped = 0;
  const failures = [];
  const listen = (parser) => {
    parser.on('child', listen);
    parser.on('assert', (assert) => {
      if (assert.skip) skipped++;
      else if (assert.ok || assert.todo) passed++;
      else failures.push(assert);
    });
  };
  const parser = new Parser();
  listen(parser);
  let complete = false;
  parser.on('complete', ({ ok }) => {
    complete = ok;
  });
  parser.end(text);
  const complaints = failures.map(({ fullname, diag }) => `${fullname}: ${JSON.stringify(diag)}\n`);
  const lost = !complete && failures.length === 0 ? ['the TAP is not complete\n'] : [];
  return {
    passed,
    failed: failures.length + lost.length,
    skipped,
    complaints: [...complaints, ...lost].join(''),
  };
}
