// What the programs under measurement print. Whole lines, below 64 KB, so that the producer can print
// them over and over and the reader knows what to expect.
import fs from 'node:fs';
import { build, textFile } from './paths.mjs';

const LIMIT = 65_536;

/** As many `line(i)` as fit. */
function repeat(line) {
  let text = '';
  let bytes = 0;
  for (let i = 0; ; i++) {
    const next = `${line(i)}\n`;
    bytes += Buffer.byteLength(next);
    if (bytes > LIMIT) return text;
    text += next;
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const WORDS = [
  'запрос обработан',
  '処理が完了しました',
  'réponse reçue à l’été',
  'готово ✅ 🚀',
  '데이터 저장',
];

const texts = {
  // No newlines: with OPOST off they would cost nothing, but a reader must not depend on it.
  blocks: LETTERS.repeat(Math.ceil(LIMIT / LETTERS.length)).slice(0, LIMIT),
  // 100 bytes with the newline.
  lines: repeat((i) => `${i}`.padStart(8, '0').padEnd(99, LETTERS)),
  log: repeat((i) => `2026-11-22 10:00:${i % 60} [INFO] ${WORDS[i % WORDS.length]}: ${i} мс`),
};

/** The kinds there are. */
export const kinds = Object.keys(texts);

/** Writes every text to its file. */
export function writeTexts() {
  fs.mkdirSync(build, { recursive: true });
  for (const kind of kinds) fs.writeFileSync(textFile(kind), texts[kind]);
}

/**
 * What arrives when `kind` is printed until about `megabytes` are out.
 * @param cooked every newline gets a carriage return
 * @returns what to tell the producer, and the bytes and UTF-16 units that arrive.
 */
export function expected(kind, megabytes, cooked) {
  const text = texts[kind];
  const times = Math.max(1, Math.round((megabytes * 1e6) / Buffer.byteLength(text)));
  const returns = cooked ? text.split('\n').length - 1 : 0;
  return {
    produce: times * Buffer.byteLength(text),
    bytes: times * (Buffer.byteLength(text) + returns),
    units: times * (text.length + returns),
  };
}
