// The table in docs/platforms.md, between its two marks.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NOT_RUN } from './rows.mjs';

const file = path.resolve(import.meta.dirname, '../../docs/platforms.md');
const [BEGIN, END] = ['<!-- begin: npm run check:artefacts -- --write -->', '<!-- end -->'];

export function writeTable(results) {
  const text = fs.readFileSync(file, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${file} has not the marks of the table`);
  const day = new Date().toISOString().slice(0, 10);
  const lines = [
    BEGIN,
    '',
    `Run on ${day}, ${os.type()} ${os.release()} ${os.machine()}.`,
    '',
    '| target | prebuilt file | ran in | where | checks |',
    '| --- | --- | --- | --- | --- |',
    ...results.map(
      ({ name, file, runtime, where, passed }) =>
        `| ${name.split(',')[0]} | \`${file}\` | ${runtime} | ${where} | ${passed} of ${passed} |`,
    ),
    ...NOT_RUN.map(({ name, file }) => `| ${name} | \`${file}\` | nothing | | static gates only |`),
    '',
  ];
  fs.writeFileSync(file, text.slice(0, before) + lines.join('\n') + text.slice(after));
}
