import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { addonDir } from '#lib/addon/addon';
import { builtOnce } from './builtOnce';

const ROOT = path.join(__dirname, '../..');
const BUILD = path.join(ROOT, 'build');
const OBJECTS = 'Release/obj.target/pty';

/** A change of one place in src/native. */
export interface Fault {
  /** A .cc or .c file, relative to src/native. */
  file: string;
  /** Text that stands once in the file; the line is looked for behind it. Default: from the top. */
  after?: string;
  line: string;
  by: string;
}

/** `text` with the fault in it. @throws Error when the place is not there any more. */
function withFault(text: string, { file, after = '', line, by }: Fault): string {
  const from = text.indexOf(after);
  if (from === -1 || (after !== '' && text.indexOf(after, from + 1) !== -1)) {
    throw new Error(`${file} has not exactly one "${after}": correct the test`);
  }
  const at = text.indexOf(line, from + after.length);
  if (at === -1) throw new Error(`${file} has no "${line}": correct the test`);
  return text.slice(0, at) + by + text.slice(at + line.length);
}

/** The command by which make built a file of build/: gyp's makefiles write it down for each. */
function commandFor(output: string): string {
  const record = path.join(BUILD, 'Release/.deps', `${output}.d`);
  const command = /^cmd_\S+ := (.*)$/m.exec(fs.readFileSync(record, 'utf8'))?.[1];
  if (command === undefined) throw new Error(`${record} has no command`);
  return command;
}

/** `command` with one word in place of another that stands in it once. */
function replaceWord(command: string, from: string, to: string): string {
  const words = command.split(' ');
  if (words.filter((word) => word === from).length !== 1) {
    throw new Error(`not once in a command of the build: ${from}`);
  }
  return words.map((word) => (word === from ? to : word)).join(' ');
}

const quoted = (file: string) => `'${file}'`;

/**
 * The addon with one fault in it: one file compiled as the build in build/ did, and linked with that
 * build's other objects.
 * @returns the path of the addon; its spawn-helper lies beside it.
 * @throws Error when the fault's place is not there any more, or when it does not compile.
 */
export function mutant(fault: Fault): string {
  const source = path.join(ROOT, 'src/native', fault.file);
  const text = withFault(fs.readFileSync(source, 'utf8'), fault);
  const object = `${OBJECTS}/src/native/${fault.file.replace(/\.\w+$/, '.o')}`;
  const addon = fs.readFileSync(path.join(BUILD, 'Release/pty.node'));
  const hash = createHash('sha256').update(addon).update(fault.file).update(text);
  const folder = builtOnce(`mutant-${hash.digest('hex').slice(0, 16)}`, (made) => {
    // Beside the original, as far as the compiler can tell: it includes its neighbours by their names.
    const changed = path.join(made, path.basename(fault.file));
    const output = path.join(made, 'changed.o');
    fs.writeFileSync(changed, text);
    const run = (command: string) =>
      execFileSync('/bin/sh', ['-c', command], { cwd: BUILD, stdio: 'pipe' });
    const near = `-iquote ${quoted(path.dirname(source))}`;
    let compile = replaceWord(commandFor(object), `../src/native/${fault.file}`, quoted(changed));
    compile = replaceWord(compile, object, quoted(output));
    // Quickly: what a mutant is used for is not its speed.
    compile = compile.replace(/ -MMD -MF \S+/, ` ${near}`).replace(' -O3 ', ' -O1 ');
    run(compile);
    const link = replaceWord(commandFor('Release/obj.target/pty.node'), object, quoted(output));
    const target = path.join(made, 'pty.node');
    run(replaceWord(link, 'Release/obj.target/pty.node', quoted(target)));
    fs.copyFileSync(path.join(addonDir, 'spawn-helper'), path.join(made, 'spawn-helper'));
  });
  return path.join(folder, 'pty.node');
}
