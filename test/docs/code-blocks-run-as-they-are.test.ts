// timeout: 180 s
// Every fenced block of the documentation: programs are run, commands too, JSON is parsed. A text block right
// after a program is what it prints. A block that cannot run here says why, in a comment above it.
import fs from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { pages, ROOT } from '../helpers/pages';
import { type ProgramEnd, runProgram } from '../helpers/runScript';

const LIMIT_MS = 60_000;
/** Signatures that typedoc writes, not programs. */
const GENERATED = ['docs/api.md'];

interface Block {
  line: number;
  language: string;
  code: string;
  /** Why it is not run; from the comment `not run: ...` above it. */
  notRun: string | undefined;
  /** What the program before it prints, if this is a text block that follows it directly. */
  prints?: string;
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const pattern = /^(?:<!-- not run: (.+) -->\n)?```(\w*)\n([\s\S]*?)^```$/gm;
  let end = 0;
  for (const match of markdown.matchAll(pattern)) {
    const [whole, notRun, language = '', code = ''] = match;
    const line = markdown.slice(0, match.index).split('\n').length;
    const before = blocks.at(-1);
    const follows = before !== undefined && markdown.slice(end, match.index).trim() === '';
    if (language === 'text' && follows && /^js$/.test(before.language)) before.prints = code;
    else blocks.push({ line, language, code, notRun });
    end = match.index + whole.length;
  }
  return blocks;
}

/** A project that has flatpty, as npm installs it. */
function project(t: Test): string {
  const cwd = folder(t);
  const modules = path.join(cwd, 'node_modules');
  fs.mkdirSync(path.join(modules, '.bin'), { recursive: true });
  fs.symlinkSync(ROOT, path.join(modules, 'flatpty'));
  const command = `#!/bin/sh\nexec node ${path.join(ROOT, 'lib/cli.js')} "$@"\n`;
  fs.writeFileSync(path.join(modules, '.bin/flatpty'), command, { mode: 0o755 });
  return cwd;
}

function runBlock(cwd: string, { language, code }: Block): Promise<ProgramEnd> {
  if (language === 'sh') {
    return runProgram('bash', ['-e', '-o', 'pipefail', '-c', code], { cwd, limitMs: LIMIT_MS });
  }
  const isModule = /^import /m.test(code);
  const file = path.join(cwd, isModule ? 'program.mjs' : 'program.cjs');
  fs.writeFileSync(file, code);
  return runProgram(process.execPath, [file], { cwd, limitMs: LIMIT_MS });
}

async function check(t: Test, block: Block): Promise<void> {
  if (block.notRun !== undefined) {
    t.ok(block.notRun.length > 10, `not run: ${block.notRun}`);
    return;
  }
  if (block.language === '') {
    t.notMatch(block.code, /^(npm|node|const|import) /m, 'a block without a language is a drawing');
    return;
  }
  if (block.language === 'json') {
    t.doesNotThrow(() => JSON.parse(block.code));
    return;
  }
  if (!['js', 'sh'].includes(block.language)) {
    t.fail(`a block of ${block.language} cannot be checked`);
    return;
  }
  const { exitCode, stdout, stderr } = await runBlock(project(t), block);
  t.equal(exitCode, 0, `${stdout}${stderr}`);
  if (block.prints !== undefined) t.equal(stdout, block.prints);
}

let count = 0;
for (const page of pages().filter((name) => !GENERATED.includes(name))) {
  const blocks = blocksOf(fs.readFileSync(path.join(ROOT, page), 'utf8'));
  for (const block of blocks) {
    count++;
    t.test(`${page}, line ${block.line}`, (t) => check(t, block));
  }
}
t.ok(count > 10, `${count} blocks`);
