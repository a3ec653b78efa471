// One WebSocket: the messages of a page, checked, and what a session has to say to it.
//   page to server   JSON text: {type: input | resize | drawn | close, ...}
//   server to page   binary: first the screen as it is, then output; the end is a close code

const NAME = /^[\w-]{1,64}$/;
const MAX_SIZE = 1000;
const LIVE_MS = 30_000;

/** Close codes from 4000 on are the application's own. */
const REPLACED = 4001;
const ENDED = 4002;
const REFUSED = 4003;

const isSize = (value) => Number.isInteger(value) && value >= 1 && value <= MAX_SIZE;

/** What the page asks for in its address: the shell's name and size. */
function wanted(url) {
  const query = new URL(url, 'http://server').searchParams;
  const id = query.get('id') ?? '';
  const cols = Number(query.get('cols'));
  const rows = Number(query.get('rows'));
  return NAME.test(id) && isSize(cols) && isSize(rows) ? { id, cols, rows } : undefined;
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** Closes sockets whose browser is gone without a word, e.g. a laptop that was shut. */
function watchLife(socket) {
  let alive = true;
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, LIVE_MS);
  socket.on('pong', () => {
    alive = true;
  });
  socket.on('close', () => clearInterval(timer));
}

/** Joins the socket of a page to the shell that it names. */
export function connect(socket, url, sessions) {
  socket.on('error', () => socket.terminate());
  const size = wanted(url);
  if (size === undefined)
    return socket.close(REFUSED, 'id, cols or rows is missing or out of range');

  let session;
  try {
    session = sessions.find(size.id, { cols: size.cols, rows: size.rows });
  } catch (error) {
    return socket.close(REFUSED, String(error.message).slice(0, 100));
  }
  if (session === undefined) return socket.close(REFUSED, 'too many terminals are open');

  const viewer = {
    output: (bytes) => socket.send(Buffer.from(bytes), { binary: true }),
    ended: (exit) => socket.close(ENDED, JSON.stringify(exit)),
    resumeInput: () => socket.resume(),
    replaced: () => socket.close(REPLACED, 'the terminal is shown by another page'),
  };

  const actions = {
    input: ({ data, bytes }) => {
      if (typeof data !== 'string') return;
      if (!session.type(bytes ? Buffer.from(data, 'latin1') : data)) socket.pause();
    },
    resize: ({ cols, rows }) => {
      if (isSize(cols) && isSize(rows)) session.resize(cols, rows);
    },
    drawn: ({ bytes }) => {
      if (Number.isSafeInteger(bytes) && bytes > 0) session.drawn(viewer, bytes);
    },
    close: () => sessions.close(size.id),
  };

  socket.on('message', (data) => {
    const message = parse(data);
    if (Object.hasOwn(actions, message?.type)) actions[message.type](message);
  });
  socket.on('close', () => {
    if (session.detach(viewer)) sessions.leave(size.id);
  });
  watchLife(socket);
  session.resize(size.cols, size.rows);
  session.attach(viewer);
}
