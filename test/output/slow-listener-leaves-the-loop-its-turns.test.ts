import { spawn } from 'flatpty';
import t from 'tap';
import { FOREVER } from '../helpers/pattern';
import { until } from '../helpers/until';

const LISTENER_MS = 10;
const EVENTS = 100;
// After 4 ms of it the loop has its turn; an urgent terminal may come in between.
const MOST_IN_A_TURN = 2;

t.test('a listener that takes 10 ms hears one piece a turn of the event loop', async (t) => {
  const pty = spawn('/bin/sh', ['-c', FOREVER]);
  let ended = false;
  t.teardown(() => {
    ended = true;
    pty.kill('SIGKILL');
  });
  let inThisTurn = 0;
  let most = 0;
  let all = 0;
  pty.onData(() => {
    inThisTurn++;
    all++;
    most = Math.max(most, inThisTurn);
    const end = performance.now() + LISTENER_MS;
    while (performance.now() < end);
  });
  const turn = () => {
    inThisTurn = 0;
    if (!ended) setImmediate(turn);
  };
  turn();
  await until(() => all >= EVENTS, 60_000, `${EVENTS} events`);
  t.ok(most <= MOST_IN_A_TURN, `${most} in one turn`);
});
