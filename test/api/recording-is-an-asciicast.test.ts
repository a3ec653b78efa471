// What asciinema's page says of version 3: https://docs.asciinema.org/manual/asciicast/v3

import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { open, record, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { within } from '../helpers/until';

const MS = 20_000;

type Event = [seconds: number, code: string, data: string];

/** A file's header and events, each checked against the format. */
function parse(t: Test, text: string): { header: Record<string, unknown>; events: Event[] } {
  t.match(text, /\n$/, 'the last line is whole');
  const [first, ...lines] = text.trimEnd().split('\n');
  const header = JSON.parse(first as string);
  t.equal(header.version, 3);
  t.ok(Number.isInteger(header.term.cols) && Number.isInteger(header.term.rows));
  t.ok(
    Number.isInteger(header.timestamp) && header.timestamp > 1.6e9 && header.timestamp < 1e11,
    'seconds',
  );
  const events = lines.map((line) => JSON.parse(line) as Event);
  for (const event of events) {
    const [seconds, code, data] = event;
    const good =
      event.length === 3 && seconds >= 0 && 'oirmx'.includes(code) && typeof data === 'string';
    if (!good) t.fail(`not an event: ${JSON.stringify(event)}`);
  }
  return { header, events };
}

const output = (events: Event[]): string =>
  events
    .filter(([, code]) => code === 'o')
    .map(([, , data]) => data)
    .join('');

for (const encoding of ['utf8', null] as const) {
  t.test(`output, sizes, markers and the end, encoding ${encoding}`, async (t) => {
    const file = path.join(folder(t), 'session.cast');
    const script = `printf 'gr\\303'; sleep 0.05; printf '\\274n\\n'; read x; stty size; exit 3`;
    const pty = spawn('sh', ['-c', script], {
      name: 'xterm-256color',
      cols: 80,
      rows: 24,
      encoding,
    });
    const destination = createWriteStream(file);
    const closed = once(destination, 'close');
    const recording = record(pty, destination, {
      title: 'A title',
      command: 'sh',
      idleTimeLimit: 2,
      tags: ['a'],
    });
    await within(pty.waitFor('grün'), MS, 'the first output');
    recording.mark('resized');
    pty.resize(100, 30);
    pty.write('\n');
    await within(closed, MS, 'the end of the file');

    const { header, events } = parse(t, readFileSync(file, 'utf8'));
    const { term, title, command, idle_time_limit, tags } = header;
    t.strictSame(
      { term, title, command, idle_time_limit, tags },
      {
        term: { cols: 80, rows: 24, type: 'xterm-256color' },
        title: 'A title',
        command: 'sh',
        idle_time_limit: 2,
        tags: ['a'],
      },
    );
    t.match(output(events), /^grün\r\n\r\n30 100\r\n$/);
    t.strictSame(
      events.filter(([, code]) => code !== 'o').map(([, code, data]) => [code, data]),
      [
        ['m', 'resized'],
        ['r', '100x30'],
        ['x', '3'],
      ],
    );
    t.equal(events.at(-1)?.[1], 'x', 'the end comes last');
  });
}

t.test('intervals add up to the time that went by', async (t) => {
  const began = performance.now();
  const { text } = await recorded(
    spawn('sh', ['-c', 'for i in 1 2 3 4 5; do echo $i; sleep 0.06; done']),
  );
  const passed = (performance.now() - began) / 1000;
  const { events } = parse(t, text);
  const sum = events.reduce((all, [seconds]) => all + seconds, 0);
  t.ok(sum > 0.29 && sum < passed + 0.01, `${sum} of ${passed} s`);
});

t.test('a signal is told as a shell tells it', async (t) => {
  const { text } = await recorded(spawn('sh', ['-c', 'kill -9 $$']));
  t.equal(parse(t, text).events.at(-1)?.[2], '137');
});

t.test('a destination that is slow holds the program back, and gets everything', async (t) => {
  const { text, most } = await recorded(spawn('sh', ['-c', 'seq 200000']), 1);
  t.equal(output(parse(t, text).events).length, 1_488_895);
  t.ok(most < 1_000_000, `at most ${most} bytes waited`);
});

t.test('stopped, it is whole, and the terminal goes on', async (t) => {
  const pty = spawn('sh', ['-c', 'echo one; read x; echo two; read x']);
  t.teardown(() => pty.kill('SIGKILL'));
  const { destination, chunks } = memory();
  const recording = record(pty, destination);
  await within(pty.waitFor('one'), MS, 'one');
  recording.stop();
  recording.stop();
  recording.mark('too late');
  pty.write('\n');
  await within(pty.waitFor('two'), MS, 'two');
  const text = chunks.join('');
  t.match(output(parse(t, text).events), /^one/);
  t.notMatch(text, /two|late/);
});

t.test('a terminal without a program ends without an exit', async (t) => {
  const pair = open({ cols: 40, rows: 10 });
  const { destination, chunks } = memory();
  record(pair, destination);
  pair.slave.write('from the slave');
  await within(pair.waitFor('slave'), MS, 'the output');
  const finished = once(destination, 'finish');
  pair.destroy();
  await within(finished, MS, 'the end');
  const { events } = parse(t, chunks.join(''));
  t.equal(output(events), 'from the slave');
  t.notOk(events.some(([, code]) => code === 'x'));
});

t.test('what is no stream is refused', (t) => {
  const pty = spawn('cat');
  t.teardown(() => pty.kill('SIGKILL'));
  t.throws(() => record(pty, 'session.cast' as unknown as Writable), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
  t.end();
});

/** A destination in memory, each write of which takes `delayMs`. */
function memory(delayMs = 0): { destination: Writable; chunks: string[] } {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      if (delayMs > 0) setTimeout(done, delayMs);
      else done();
    },
  });
  return { destination, chunks };
}

async function recorded(
  pty: ReturnType<typeof spawn> extends infer P ? P : never,
  delayMs = 0,
): Promise<{ text: string; most: number }> {
  const { destination, chunks } = memory(delayMs);
  let most = 0;
  const watched = destination.write.bind(destination) as (chunk: string) => boolean;
  destination.write = ((chunk: string) => {
    const fits = watched(chunk);
    most = Math.max(most, destination.writableLength);
    return fits;
  }) as typeof destination.write;
  record(pty as Parameters<typeof record>[0], destination);
  await within(once(destination, 'finish'), MS, 'the end of the recording');
  return { text: chunks.join(''), most };
}
