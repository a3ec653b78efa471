// timeout: 60 s
// No browser: another program on this machine, or another site's page in the user's browser, sends what it likes.
import { once } from 'node:events';
import http from 'node:http';
import t from 'tap';
import { children } from '../helpers/serverProcess';
import { noWebTerminal, type Server, startServer, ws } from '../helpers/webTerminal';

const skip = noWebTerminal();

interface Headers {
  host?: string;
  origin?: string;
  cookie?: string;
}

function get(path: string, port: string, headers: Headers = {}): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      { host: '127.0.0.1', port, path, headers: { ...headers } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response));
      },
    );
    request.on('error', reject);
  });
}

/** 101 when a terminal was given, else the status of the refusal. */
async function upgrade(port: string, headers: Headers): Promise<number> {
  const WebSocket = ws();
  const { origin, ...rest } = headers;
  const options = { origin, headers: rest } as unknown as string;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/?id=a&cols=80&rows=24`, options);
  const emitter = socket as unknown as NodeJS.EventEmitter & { terminate(): void };
  return new Promise((resolve) => {
    emitter.on('error', () => {});
    emitter.on('open', () => {
      emitter.terminate();
      resolve(101);
    });
    emitter.on('unexpected-response', (request: http.ClientRequest, response) => {
      request.destroy();
      resolve((response as http.IncomingMessage).statusCode as number);
    });
  });
}

async function login(server: Server): Promise<{ port: string; cookie: string; origin: string }> {
  const { port, pathname, search } = new URL(server.url);
  const response = await get(pathname + search, port);
  const [cookie = ''] = String(response.headers['set-cookie']).split(';');
  return { port, cookie, origin: `http://127.0.0.1:${port}` };
}

t.test('files', { skip }, async (t) => {
  const server = await startServer(t);
  const { port, cookie } = await login(server);
  t.equal((await get('/', port, { cookie })).statusCode, 200);
  t.equal((await get('/', port)).statusCode, 403, 'without the token');
  t.equal((await get('/?token=wrong', port)).statusCode, 403, 'with a wrong token');
  t.equal((await get('/?token=', port)).statusCode, 403, 'with an empty token');
  t.equal((await get('/', port, { cookie: `${cookie}x` })).statusCode, 403, 'with a wrong cookie');
  t.equal(
    (await get('/', port, { cookie, host: `evil.example:${port}` })).statusCode,
    421,
    'a foreign name for this address',
  );
  t.equal((await get('/../server.js', port, { cookie })).statusCode, 404, 'other files');
  t.equal((await get('/__proto__', port, { cookie })).statusCode, 404, 'names of no file');
  const { headers } = await get('/', port, { cookie });
  t.match(headers['content-security-policy'], /default-src 'none'/);
});

t.test('terminals', { skip }, async (t) => {
  const server = await startServer(t, ['--', 'sleep', '600']);
  const { port, cookie, origin } = await login(server);
  t.equal(await upgrade(port, { origin }), 403, 'without the token');
  t.equal(
    await upgrade(port, { cookie: cookie.replace(/=.*/, '=wrong'), origin }),
    403,
    'with a wrong token',
  );
  t.equal(await upgrade(port, { cookie }), 403, 'without an Origin');
  t.equal(
    await upgrade(port, { cookie, origin: 'http://evil.example' }),
    403,
    'from a foreign page',
  );
  t.equal(await upgrade(port, { cookie, origin: 'null' }), 403, 'from a sandboxed page');
  t.equal(
    await upgrade(port, { cookie, origin: `http://127.0.0.1:${Number(port) + 1}` }),
    403,
    "from another server's page",
  );
  t.equal(
    await upgrade(port, { cookie, origin: `https://127.0.0.1:${port}` }),
    403,
    'from another scheme',
  );
  t.equal(
    await upgrade(port, { cookie, origin, host: `evil.example:${port}` }),
    403,
    'by a foreign name',
  );
  t.strictSame(children(server.pid), [], 'and nothing was started');
  t.equal(await upgrade(port, { cookie, origin }), 101, 'its own page gets one');
});

t.test('it listens on the loopback address only', { skip }, async (t) => {
  const server = await startServer(t);
  t.equal(new URL(server.url).hostname, '127.0.0.1');
  const { port } = new URL(server.url);
  const refused = http.get({ host: '127.0.0.2', port });
  const [error] = await once(refused, 'error');
  t.equal(error.code, 'ECONNREFUSED');
});
