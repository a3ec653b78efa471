// timeout: 90 s
// examples/api: each runs and prints what it says, and together they use every public member and option.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import ts from 'typescript';
import { runScript } from '../helpers/runScript';

const ROOT = path.join(__dirname, '../..');
const FOLDER = path.join(ROOT, 'examples/api');

const scripts = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'));

/** Interfaces of src/interfaces.ts that are not for this platform, or that have no member of their own. */
const ELSEWHERE = ['IWindowsPtyForkOptions', 'PtyLike'];

/** `Interface.member` of every public interface. */
const publicMembers = () => ['src/interfaces.ts', 'src/slaveInterfaces.ts'].flatMap(membersIn);

function membersIn(name: string): [owner: string, member: string][] {
  const file = path.join(ROOT, name);
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const members: [string, string][] = [];
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement)) continue;
    const owner = statement.name.text;
    if (ELSEWHERE.includes(owner)) continue;
    for (const { name } of statement.members) {
      if (name) members.push([owner, name.getText(source).replace(/^\[(.*)\]$/, '$1')]);
    }
  }
  return members;
}

/** What the example says that it prints: the comment at its end. */
function printedBy(file: string): string {
  const [, lines] = fs.readFileSync(file, 'utf8').split('\n// Prints:\n');
  return (lines as string).replace(/^\/\/ ?/gm, '');
}

for (const name of scripts) {
  t.test(name, async (t) => {
    const { exitCode, stdout, stderr } = await runScript(path.join(FOLDER, name));
    t.equal(exitCode, 0, stderr);
    t.equal(stderr, '');
    t.equal(stdout, printedBy(path.join(FOLDER, name)));
  });
}

t.test('every member of every public interface', (t) => {
  const all = scripts.map((name) => fs.readFileSync(path.join(FOLDER, name), 'utf8')).join('\n');
  const members = publicMembers();
  t.ok(members.length > 60, `${members.length} members`);
  const unused = members.filter(([, member]) => {
    const word = member.replace('Symbol.', '').replace(/\W/g, '\\$&');
    return !new RegExp(`(\\.|\\b)${word}\\b`).test(all);
  });
  t.strictSame(
    unused.map((pair) => pair.join('.')),
    [],
  );
  t.end();
});
