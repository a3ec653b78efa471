// Every link of the documentation to a file of this repository, and to a heading, leads there.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { pages, ROOT } from '../helpers/pages';

/** The anchors of a page: its headings as GitHub names them, and those that are written out. */
function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#+ +(.+)$/gm)].map(([, text = '']) =>
    text
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
  const written = [...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  return new Set([...headings, ...written]);
}

/** The targets of a page's links, without those in code. */
function linksOf(markdown: string): string[] {
  const text = markdown.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** What is wrong with a link on a page; undefined when it leads to what is there. */
function faultOf(page: string, link: string): string | undefined {
  const [name = '', anchor] = decodeURI(link).split('#');
  const file = name === '' ? path.join(ROOT, page) : path.join(ROOT, path.dirname(page), name);
  if (!fs.existsSync(file)) return `${link} is no file`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  const there = anchorsOf(fs.readFileSync(file, 'utf8')).has(anchor);
  return there ? undefined : `${link} is no heading`;
}

let count = 0;
for (const page of pages()) {
  t.test(page, (t) => {
    const links = linksOf(fs.readFileSync(path.join(ROOT, page), 'utf8'));
    const own = links.filter((link) => !/^[a-z]+:/.test(link));
    count += own.length;
    t.strictSame(own.map((link) => faultOf(page, link)).filter(Boolean), []);
    t.end();
  });
}

t.test('the links were looked at', (t) => {
  t.ok(count > 100, `${count} links`);
  t.end();
});

t.test('each guarantee of README has a test', (t) => {
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const [, table = ''] =
    /^\| guarantee \| test \|\n\|---\|---\|\n((?:\|.*\n)+)/m.exec(readme) ?? [];
  const rows = table.trim().split('\n');
  t.ok(rows.length >= 9, `${rows.length} guarantees`);
  for (const row of rows) t.match(row, /\]\(test\/[^)]+\.test\.ts\)/);
  t.end();
});
