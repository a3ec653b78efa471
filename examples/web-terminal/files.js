// The page and the modules that it imports: a fixed list, so that no request can name another file.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const own = (name) => fileURLToPath(new URL(name, import.meta.url));
const inPackage = (name, file) => path.join(path.dirname(require.resolve(name)), '..', file);

const FILES = {
  '/': [own('public/index.html'), 'text/html; charset=utf-8'],
  '/page.js': [own('public/page.js'), 'text/javascript'],
  '/tab.js': [own('public/tab.js'), 'text/javascript'],
  '/style.css': [own('public/style.css'), 'text/css'],
  '/xterm.css': [inPackage('@xterm/xterm', 'css/xterm.css'), 'text/css'],
  '/xterm.js': [inPackage('@xterm/xterm', 'lib/xterm.mjs'), 'text/javascript'],
  '/fit.js': [inPackage('@xterm/addon-fit', 'lib/addon-fit.mjs'), 'text/javascript'],
  '/webgl.js': [inPackage('@xterm/addon-webgl', 'lib/addon-webgl.mjs'), 'text/javascript'],
};

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; img-src data:; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; " +
    "frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** Answers with one of the files, or 404. */
export async function sendFile(pathname, response) {
  if (!Object.hasOwn(FILES, pathname)) return response.writeHead(404, HEADERS).end('not found\n');
  const [file, type] = FILES[pathname];
  const content = await readFile(file);
  response.writeHead(200, { ...HEADERS, 'Content-Type': type }).end(content);
}
