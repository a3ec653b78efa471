// Keeps programs running while no client is attached:
//   node host.mjs SOCKET [PROGRAM ARGS...]
// Only the user who started it may connect: the socket is made with mode 0600.
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import { frame, framesOf, Type } from './frames.mjs';
import { Session } from './session.mjs';

const MOST_SESSIONS = 200;
const [path, file = process.env.SHELL || 'sh', ...args] = process.argv.slice(2);
if (path === undefined) {
  console.error('usage: node host.mjs SOCKET [PROGRAM ARGS...]');
  process.exit(2);
}

const sessions = new Map();

/** The session of that name, started if there is none. */
function find(name, size) {
  const found = sessions.get(name);
  if (found) return found;
  if (sessions.size >= MOST_SESSIONS) throw new RangeError(`${MOST_SESSIONS} sessions are open`);
  const session = new Session(name, file, args, size);
  sessions.set(name, session);
  session.ended.then(() => {
    sessions.delete(name);
    session.close(); // what the program left in the background
  });
  return session;
}

function serve(socket) {
  let session;
  const leave = () => session?.detach(socket);

  const actions = {
    [Type.attach]: (body) => {
      const { name, cols, rows } = JSON.parse(body);
      leave();
      session = find(String(name), { cols, rows });
      session.resize(cols, rows);
      session.attach(socket);
    },
    [Type.input]: (body) => {
      if (session?.type(body, () => socket.resume()) === false) socket.pause();
    },
    [Type.resize]: (body) => {
      const { cols, rows } = JSON.parse(body);
      session?.resize(cols, rows);
    },
    [Type.list]: () => {
      const names = [...sessions.values()].map(({ name, pid }) => ({ name, pid }));
      socket.write(frame(Type.names, names));
    },
    [Type.kill]: (body) => sessions.get(JSON.parse(body).name)?.close(),
  };

  const take = framesOf((type, body) => actions[type]?.(body));
  socket.on('data', (bytes) => {
    try {
      take(bytes);
    } catch (error) {
      // A client that makes a mistake gets an error of its own; the sessions go on.
      socket.end(frame(Type.refused, { message: error.message }));
    }
  });
  socket.on('error', () => socket.destroy()); // it crashed
  socket.on('close', leave);
  socket.on('drain', () => session?.caughtUp(socket));
}

/** Makes way for this host where another one has crashed; one that lives keeps its socket. */
async function removeStale() {
  const probe = net.connect(path);
  try {
    await once(probe, 'connect');
  } catch (error) {
    if (error.code === 'ECONNREFUSED') fs.unlinkSync(path);
    return;
  } finally {
    probe.destroy();
  }
  console.error(`a host is running at ${path}`);
  process.exit(1);
}

await removeStale();
const server = net.createServer(serve);
const umask = process.umask(0o177); // bind(2) makes the socket, so that it is never open to others
server.listen(path, () => {
  process.umask(umask);
  console.log(`listening at ${path}, pid ${process.pid}`);
});
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    server.close();
    await Promise.all([...sessions.values()].map((session) => session.close()));
    process.exit();
  });
}
