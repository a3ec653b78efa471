// timeout: 90 s
// examples/api: each runs and prints what it says, and together they use every public member and option.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { runScript } from '../helpers/runScript';

const ROOT = path.join(__dirname, '../..');
const FOLDER = path.join(ROOT, 'examples/api');

const scripts = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'));

/** Interfaces that are not for this platform. */
const ELSEWHERE = ['IWindowsPtyForkOptions'];

/** `Interface.member` of every interface in docs/api.md, which is made from the sources. */
function publicMembers(): [owner: string, member: string][] {
  const page = fs.readFileSync(path.join(ROOT, 'docs/api.md'), 'utf8');
  const [, interfaces = ''] = page.split(/^## (?=Interfaces$|Type Aliases$)/m);
  const members: [string, string][] = [];
  let owner = '';
  for (const line of interfaces.split('\n')) {
    owner = /^### (\w+)$/.exec(line)?.[1] ?? owner;
    const method = /^##### (?:\\\[)?([\w.]+)(?:\\\])?\(\)$/.exec(line)?.[1];
    const property = /^\| <a id="property-[^"]+"><\/a> (?:~~)?`(\w+)\??`/.exec(line)?.[1];
    const member = method ?? property;
    if (member !== undefined && !ELSEWHERE.includes(owner)) members.push([owner, member]);
  }
  return members;
}

/** Without its comments, which name members that it does not use. */
const codeOf = (name: string): string =>
  fs.readFileSync(path.join(FOLDER, name), 'utf8').replace(/\/\/ .*$/gm, '');

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
  const all = scripts.map(codeOf).join('\n');
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
