// Shells in the browser, for the person who starts it:
//   node server.js [--port N] [--keep SECONDS] [--most N] [-- PROGRAM ARGS...]
// It listens on the loopback address only and prints an address with a token in it. Without that token,
// or from another site's page, there is no terminal.
import { createServer } from 'node:http';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';
import { access, newToken } from './access.js';
import { connect } from './connection.js';
import { sendFile } from './files.js';
import { sessions as allSessions } from './sessions.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    keep: { type: 'string', default: '300' },
    most: { type: 'string', default: '20' },
  },
});
const [file = userInfo().shell || 'sh', ...args] = positionals;
const sessions = allSessions({
  file,
  args,
  keepMs: Number(values.keep) * 1000,
  most: Number(values.most),
});

/** An input message larger than this ends the connection: a paste is cut in pieces by the page. */
const MAX_MESSAGE = 1024 * 1024;

const token = newToken();
const hosts = new Set();
const rules = access({ token, hosts });
const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE });

async function answer(request, response) {
  const url = new URL(request.url, 'http://server');
  if (!rules.isForUs(request)) return response.writeHead(421).end('another host\n');
  if (request.method !== 'GET') return response.writeHead(405).end();
  const given = url.searchParams.get('token');
  if (given !== null && rules.isToken(given)) {
    // The token moves into a cookie, so that it is not in the address bar and its history.
    const headers = { Location: '/', 'Set-Cookie': rules.setCookie(request) };
    return response.writeHead(302, headers).end();
  }
  if (!rules.hasToken(request))
    return response.writeHead(403).end('open the address that was printed\n');
  return sendFile(url.pathname, response);
}

server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  if (!rules.isForUs(request) || !rules.isFromOurPage(request) || !rules.hasToken(request)) {
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    return;
  }
  sockets.handleUpgrade(request, socket, head, (page) => connect(page, request.url, sessions));
});

server.listen(Number(values.port), '127.0.0.1', () => {
  const { port } = server.address();
  hosts.add(`127.0.0.1:${port}`).add(`localhost:${port}`);
  console.log(`http://127.0.0.1:${port}/?token=${token}`);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    server.close();
    await sessions.closeAll();
    for (const page of sockets.clients) page.terminate();
    server.closeAllConnections();
  });
}
