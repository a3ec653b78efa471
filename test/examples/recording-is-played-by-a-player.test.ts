// timeout: 120 s
// The judge is asciinema's own player, in a browser: it reads the file, and shows what the terminal showed.
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { record, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { until, within } from '../helpers/until';
import { exampleModule, noWebTerminal, type Page, startBrowser } from '../helpers/webTerminal';

const MS = 20_000;
const HTML = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/player.css">
<div id="place"></div><script src="/player.js"></script>`;

/** A recording of a program that prints colours and wide characters, at two sizes, with a marker. */
async function recorded(t: Test): Promise<string> {
  const file = path.join(folder(t), 'session.cast');
  const script = `printf '\\033[31mred\\033[0m and 日本\\n'; read x; echo size $(stty size); exit 3`;
  const pty = spawn('sh', ['-c', script], { name: 'xterm-256color', cols: 60, rows: 10 });
  t.teardown(() => pty.kill('SIGKILL'));
  const destination = fs.createWriteStream(file);
  const finished = once(destination, 'finish');
  const recording = record(pty, destination, { title: 'A title' });
  await within(pty.waitFor('日本'), MS, 'the first line');
  recording.mark('here');
  pty.resize(72, 12);
  pty.write('\r');
  await within(finished, MS, 'the end of the recording');
  return file;
}

/** Serves the player and the recording. @returns the address. */
async function served(t: Test, cast: string): Promise<string> {
  const bundle = path.dirname(exampleModule('asciinema-player/dist/bundle/asciinema-player.css'));
  const files: Record<string, [type: string, content: string | Buffer]> = {
    '/': ['text/html', HTML],
    '/player.js': [
      'text/javascript',
      fs.readFileSync(path.join(bundle, 'asciinema-player.min.js')),
    ],
    '/player.css': ['text/css', fs.readFileSync(path.join(bundle, 'asciinema-player.css'))],
    '/session.cast': ['application/x-asciicast', fs.readFileSync(cast)],
  };
  const server = http.createServer((request, response) => {
    const [type, content] = files[request.url ?? ''] ?? [];
    if (type === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { 'Content-Type': type }).end(content);
  });
  server.listen(0, '127.0.0.1');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The rows that the player shows, as text. */
function rowsOf(page: Page): Promise<string[]> {
  return page.evaluate(
    `[...document.querySelectorAll('.ap-line')].map((row) => row.textContent.trimEnd())`,
  );
}

t.test(
  "asciinema's player shows what was recorded",
  { skip: noWebTerminal('chromium') },
  async (t) => {
    const address = await served(t, await recorded(t));
    const browser = await startBrowser(t);
    const page = await browser.newPage({ viewport: { width: 900, height: 560 } });
    await page.goto(address);
    await page.evaluate(`(() => {
      globalThis.heard = [];
      const player = AsciinemaPlayer.create('/session.cast', document.getElementById('place'), {});
      for (const name of ['marker', 'ended', 'error']) {
        player.addEventListener(name, (event) => heard.push([name, event?.label ?? event?.message ?? '']));
      }
      player.play();
    })()`);
    type Heard = [name: string, detail: string][];
    const heard = () => page.evaluate<Heard>('heard');
    const over = async () => (await heard()).some(([name]) => name !== 'marker');
    await until(over, MS, 'the end of the playback');
    t.strictSame(await heard(), [
      ['marker', 'here'],
      ['ended', ''],
    ]);
    const shown = async () => {
      const rows = await rowsOf(page);
      return rows.length === 12 && rows[2] === 'size 12 72' && rows;
    };
    const rows = (await until(shown, MS, 'the last screen')) as string[];
    t.strictSame(rows.slice(0, 4), ['red and 日本', '', 'size 12 72', '']);
  },
);
