// The functions and methods that are called with anything.
import { PassThrough } from 'node:stream';
import { open, type Pty, spawn } from 'flatpty';
import type { Random } from '#lib/cli/random';
import { type Nasty, nastyObject, nastyValue } from './nastyValues';

export interface Call {
  /** For messages: the function and its arguments in words. */
  name: string;
  /** Makes the call; may give a promise. */
  run(): unknown;
}

const SPAWN_OPTIONS = [
  ...['name', 'cols', 'rows', 'cwd', 'env', 'encoding', 'uid', 'gid', 'groups', 'argv0'],
  ...['pixelSize', 'termios', 'signal', 'killSignal', 'handleFlowControl'],
  ...['flowControlPause', 'flowControlResume', 'spawnErrors', 'noSuchOption', '__proto__'],
];
const OPEN_OPTIONS = ['cols', 'rows', 'encoding', 'noSuchOption'];

const words = (values: readonly Nasty[]): string => values.map(({ name }) => name).join(', ');
const values = (nasty: readonly Nasty[]): never[] => nasty.map(({ value }) => value) as never[];

/** A new terminal, or a refusal. What comes up runs /bin/true, or a shell without anything to do. */
export function randomStart(random: Random): Call {
  switch (random.integer(0, 5)) {
    case 0: {
      const options = random.chance(0.3) ? nastyValue(random) : nastyObject(random, OPEN_OPTIONS);
      return { name: `open(${options.name})`, run: () => open(...values([options])) };
    }
    case 1: {
      const args = nastyValue(random);
      return { name: `spawn(, ${args.name})`, run: () => spawn('/bin/true', ...values([args])) };
    }
    case 2: {
      const file = nastyValue(random);
      return { name: `spawn(${file.name})`, run: () => spawn(...(values([file]) as [never])) };
    }
    case 3: {
      const options = nastyValue(random);
      const run = () => spawn('/bin/true', [], ...values([options]));
      return { name: `spawn(, , ${options.name})`, run };
    }
    default: {
      const options = nastyObject(random, SPAWN_OPTIONS, 2);
      const run = () => spawn('/bin/true', [], ...values([options]));
      return { name: `spawn(, , { ${options.name} })`, run };
    }
  }
}

/** Methods of a terminal, other than those that end it on purpose. */
export const METHODS = [
  ...['resize', 'write', 'kill', 'killTree', 'setEncoding', 'pipe', 'on', 'once', 'addListener'],
  ...[
    'removeListener',
    'removeAllListeners',
    'listeners',
    'onData',
    'onExit',
    'onClose',
    'onDrain',
  ],
] as const;

const EVENTS = ['data', 'exit', 'close', 'drain', 'end', 'error', 'resume', 'noSuchEvent'];

const given = (name: string, value: unknown): Nasty => ({ name, value });

/** A first argument that is right, so that it is the others that are looked at. */
function rightFirst(random: Random, method: string): Nasty[] {
  switch (method) {
    case 'resize':
      return [given('80', 80), given('24', 24)];
    case 'write':
      return [given("'x'", 'x')];
    case 'killTree':
      return [nastyObject(random, ['signal', 'graceMs'])];
    case 'pipe':
      return [given('a stream', new PassThrough())];
    case 'on':
    case 'once':
    case 'addListener':
    case 'removeListener': {
      const event = random.pick(EVENTS);
      const first = [given(`'${event}'`, event)];
      return random.chance(0.5) ? first : [...first, given('a function', () => {})];
    }
    default:
      return [];
  }
}

/** A method of `pty` with arguments that nobody expects. */
export function randomCall(random: Random, pty: Pty, name: string = random.pick(METHODS)): Call {
  const first = random.chance(0.5) ? rightFirst(random, name) : [];
  const others = Array.from({ length: random.integer(0, 2) }, () => nastyValue(random));
  const all = [...first, ...others];
  const method = (pty as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
  return { name: `${name}(${words(all)})`, run: () => method?.apply(pty, values(all)) };
}
