// What a caller can hand over that nobody expects.
import type { Random } from '#lib/cli/random';

/** What a getter, a trap or a toString throws here. Whoever calls it may let it through. */
export class Poison extends Error {}

function poison(): never {
  throw new Poison('poison');
}

export interface Nasty {
  name: string;
  value: unknown;
}

type Maker = (random: Random) => unknown;

const NUMBERS: number[] = [
  ...[0, -0, 1, -1, 2, 24, 80, 255, 256, 65535, 65536, 65537, 0.5, 1.5, -1.5, 1e-300, 1e300],
  ...[2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, 2 ** 53, 2 ** 64],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE],
];

const TEXTS: string[] = [
  ...['', ' ', 'x', '0', '80', '-1', '1e3', '0x10', 'NaN', 'null', 'undefined', 'true'],
  ...[
    'a\0b',
    '\0',
    '\ud800',
    'x\udc00y',
    '\udfff\ud800',
    '\ufeff',
    '\u202e',
    'é',
    '😀',
    '\n',
    '\x1b[2J',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '../../etc', '%s%n', '='.repeat(9)],
  ...['utf8', 'UTF-8', 'utf16le', 'latin1', 'hex', 'base64', 'buffer', 'SIGNONE', 'exit', 'throw'],
];

/** An array whose element `at` throws when it is read. */
function trappedArray(at: number): unknown[] {
  return Object.defineProperty(['a', 'b', 'c'], at, { get: poison });
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

const MAKERS: Record<string, Maker> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  false: () => false,
  'a number': (random) => random.pick(NUMBERS),
  'another number': (random) => random.pick(NUMBERS),
  'a text': (random) => random.pick(TEXTS),
  'another text': (random) => random.pick(TEXTS),
  'a long text': (random) => random.pick(['x', 'é', '\ud800']).repeat(random.integer(1, 300_000)),
  'a bigint': (random) => random.pick([0n, 1n, -1n, 2n ** 64n]),
  'a symbol': (random) =>
    random.pick([Symbol('x'), Symbol(), Symbol.iterator, Symbol.for('SIGKILL')]),
  'a function': () => () => {},
  'an async function': () => async () => {},
  'an object': () => ({}),
  'an object without a prototype': () => Object.create(null) as object,
  'a frozen object': () => Object.freeze({ cols: 80 }),
  'an empty array': () => [],
  // biome-ignore lint/suspicious/noSparseArray: holes are what is wanted
  'an array with holes': (random) => random.pick<unknown[]>([[,], ['a', , 'b'], new Array(3)]),
  'an endless array': () => new Array(2 ** 32 - 1),
  'an array of anything': (random) =>
    Array.from({ length: random.integer(1, 3) }, () => nastyValue(random, 0).value),
  'nested arrays': () => [[['a']]],
  'an array that throws': (random) => trappedArray(random.integer(0, 2)),
  'an array with a length that throws': () =>
    new Proxy(['a'], {
      get: (from, key) => (key === 'length' ? poison() : Reflect.get(from, key)),
    }),
  'an array-like object': () => ({ length: 2, 0: 'a', 1: 'b' }),
  'an object with a length that throws': () => Object.defineProperty({}, 'length', { get: poison }),
  arguments: () =>
    (function () {
      // biome-ignore lint/complexity/noArguments: it is what is wanted
      return arguments;
    })(),
  'a date': () => new Date(Number.NaN),
  'a regular expression': () => /x/g,
  'an error': () => new Error('x'),
  'a promise': () => Promise.resolve('x'),
  'a map': () => new Map([['A', '1']]),
  'a set': () => new Set(['x']),
  'a boxed string': () => Object('x') as object,
  'a boxed number': () => Object(80) as object,
  'a boxed symbol': () => Object(Symbol('x')) as object,
  'a buffer': (random) => Buffer.alloc(random.integer(0, 1000), 'x'),
  'a frozen array': () => Object.freeze(['a']),
  'a Uint8Array': () => new Uint8Array([0, 13, 255]),
  'a Uint16Array': () => new Uint16Array([0x6161]),
  'a Float64Array': () => new Float64Array(2),
  'a DataView': () => new DataView(new ArrayBuffer(4)),
  'an ArrayBuffer': () => new ArrayBuffer(4),
  'a shared buffer': () => new Uint8Array(new SharedArrayBuffer(4)),
  'a detached Uint8Array': () => detached(),
  'a proxied buffer': () => new Proxy(Buffer.from('x'), {}),
  'a proxied array': () => new Proxy(['a'], {}),
  'a proxied function': () => new Proxy(() => {}, {}),
  'a revoked proxy': (random) => revoked(random.pick<object>([{}, [], () => {}])),
  'a proxy that throws': () =>
    new Proxy({}, { get: poison, has: poison, ownKeys: poison, getPrototypeOf: poison }),
  'a toString that throws': () => ({ toString: poison }),
  'a valueOf that throws': () => ({ valueOf: poison, toString: poison }),
  'a toPrimitive that throws': () => ({ [Symbol.toPrimitive]: poison }),
  'a toString that is none': () => ({ toString: 5, valueOf: 5 }),
  'a toString with NUL': () => ({ toString: () => 'a\0b' }),
  'what changes its mind': () => {
    let asked = 0;
    return { toString: () => (asked++ === 0 ? 'x' : 'a\0b') };
  },
  'something with a then': () => Object.defineProperty({}, 'then', { get: poison }),
  'half an AbortSignal': () => ({ aborted: false }),
  'an AbortSignal that refuses': () => ({
    aborted: false,
    addEventListener: poison,
    removeEventListener: poison,
  }),
  'an aborted signal': () => AbortSignal.abort(),
  'an AbortSignal': () => new AbortController().signal,
  'no real AbortSignal': () => Object.create(AbortSignal.prototype) as object,
};

const NAMES = Object.keys(MAKERS);

/** @param depth how many objects with nasty properties there may be inside one another */
export function nastyValue(random: Random, depth = 1): Nasty {
  if (depth > 0 && random.chance(0.1)) {
    const inner = nastyObject(random, ['a', 'width', 'height', 'raw', 'A'], depth - 1);
    return { name: `{${inner.name}}`, value: inner.value };
  }
  const name = random.pick(NAMES);
  return { name, value: MAKERS[name]?.(random) };
}

/** An object with some of `keys`, each with a nasty value or a getter that throws. */
export function nastyObject(random: Random, keys: readonly string[], depth = 1): Nasty {
  const target: Record<string, unknown> = {};
  const names: string[] = [];
  for (let count = random.integer(1, 2); count > 0; count--) {
    const key = random.pick(keys);
    if (random.chance(0.1)) {
      Object.defineProperty(target, key, { get: poison, enumerable: true, configurable: true });
      names.push(`${key}: a getter that throws`);
    } else {
      const { name, value } = nastyValue(random, depth);
      Object.defineProperty(target, key, { value, enumerable: true, configurable: true });
      names.push(`${key}: ${name}`);
    }
  }
  const [how, value] = random.pick<[string, unknown]>([
    ['', target],
    ['', target],
    ['frozen ', Object.freeze(target)],
    ['proxied ', new Proxy(target, {})],
    ['inherited ', Object.create(target)],
  ]);
  return { name: how + names.join(', '), value };
}
