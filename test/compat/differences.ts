// Every difference from node-pty that a program can see. docs/differences.md explains each under the same
// id; side-by-side.test.ts fails when a fact differs that is not here, when one that is here no longer
// does, and when this list and that page part.

/** What a fact is with each library. */
export type Values = [flatpty: unknown, nodePty: unknown];

/** The facts of test/compat/facts that show it; none where one library alone can be looked at. */
export const DIFFERENCES: Record<string, Record<string, Values>> = {
  // What a program finds.
  'eol-characters': {
    'end-of-line characters': [
      ['eol = <undef>', 'eol2 = <undef>'],
      ['eol = M-^?', 'eol2 = M-^?'],
    ],
  },
  'utf8-for-buffers': { 'iutf8, encoding null': [['iutf8'], ['-iutf8']] },
  'env-undefined': { 'environment: undefined value': [[], ['A=undefined']] },
  'nul-byte': {
    'argument with a NUL byte': ['throws args[1] must not contain a NUL byte', '<a>'],
    'native.fork with a NUL byte': ['throws args must not contain a NUL byte', 'nothing'],
  },
  'other-terminals': { 'descriptors beside other terminals': [0, 5] },
  'close-on-exec': {
    'native: descriptors are close-on-exec': [
      [true, true],
      [false, false],
    ],
  },
  'uid-or-gid-alone': {
    'uid without gid': [
      ['Uid:\t65534\t65534\t65534\t65534', 'Gid:\t0\t0\t0\t0'],
      ['Uid:\t0\t0\t0\t0', 'Gid:\t0\t0\t0\t0'],
    ],
    'gid without uid': [
      ['Uid:\t0\t0\t0\t0', 'Gid:\t65534\t65534\t65534\t65534'],
      ['Uid:\t0\t0\t0\t0', 'Gid:\t0\t0\t0\t0'],
    ],
  },
  'supplementary-groups': { 'groups with uid and gid': [['Groups:\t65534 '], ['Groups:\t0 4 ']] },
  'stdio-flags': {
    'flags of 0, 1 and 2': [
      'flags:\t02000002\r\nflags:\t02000002\r\nflags:\t02000002\r\n',
      'flags:\t02\r\nflags:\t02\r\nflags:\t02\r\n',
    ],
  },
  'signal-mask': {},
  'removed-directory': {},

  // Output and input.
  'output-at-exit': {},
  'early-output': {},
  chunks: {},
  'last-character': {},
  'end-of-output': {
    "'end', and the end of what it is piped to": [
      [true, ['end', 'finish of the sink']],
      [true, []],
    ],
  },
  'no-error-at-the-end': {
    'error listeners at the end of a program': [[], ['read EIO', 'read EIO']],
    "removeAllListeners('error')": [[], ['uncaught: read EIO']],
  },
  'piped-into': {
    'piped into, and the end': [[], ['uncaught: dest.listenerCount is not a function']],
  },
  'set-encoding-null': { 'setEncoding(null)': ['object', 'string'] },
  'array-likes': {
    'write: an array-like object': [
      'throws data must be a string, a Buffer, a TypedArray or a DataView (not a object)',
      'nothing',
    ],
  },
  'waiting-input': {},

  // After the end.
  'resize-after-the-end': {
    'resize after the end': [
      ['nothing', 91, 19],
      ['throws ioctl(2) failed, EBADF', 91, 19],
    ],
  },
  'fd-after-the-end': { 'fd after the end': [-1, 'the number of a descriptor'] },
  'write-after-the-end': {},
  'kill-after-the-end': {},
  'signal-names': {
    'kill() with an unknown signal': [
      ['throws ERR_UNKNOWN_SIGNAL', false, { exitCode: 0, signal: 9 }],
      ['undefined', false, { exitCode: 0, signal: 9 }],
    ],
    'kill() with a signal in small letters': [
      ['undefined', true, { exitCode: 0, signal: 9 }],
      ['undefined', false, { exitCode: 0, signal: 9 }],
    ],
  },
  'program-without-descriptors': {
    'events of a program that lets go of its terminal and lives on': [
      [true],
      [false, 'close', ['exit', 0, 1]],
    ],
  },
  'unknown-exit': {},
  unref: {},
  workers: {},

  // Arguments and errors.
  sizes: {
    'spawn: -1 columns': ['throws cols must be an integer from 1 to 65535. Received -1', 'nothing'],
    'spawn: a fraction of a column': [
      'throws cols must be an integer from 1 to 65535. Received 80.5',
      'nothing',
    ],
    'resize: a fraction': [
      'throws cols must be an integer from 1 to 65535. Received 80.5',
      'nothing',
    ],
    'resize: more than the kernel holds': [
      'throws cols must be an integer from 1 to 65535. Received 70000',
      'nothing',
    ],
  },
  'options-are-only-read': {
    "spawn: the caller's options": [['cols'], ['cols', 'env']],
    'spawn: frozen options': [
      'nothing',
      'throws Cannot add property env, object is not extensible',
    ],
  },
  'argument-types': {},
  'error-kinds': {
    'the kind of errors': [
      [
        'TypeError ERR_INVALID_ARG_TYPE',
        'TypeError ERR_INVALID_ARG_TYPE',
        'RangeError ERR_OUT_OF_RANGE',
      ],
      ['Error undefined', 'Error undefined', 'Error undefined'],
    ],
  },
  'error-texts': {},
  'native-resize-without-pixels': {
    'native.resize without pixels': [
      'nothing',
      'throws Usage: pty.resize(fd, cols, rows, xPixel, yPixel)',
    ],
  },

  // Listeners and members.
  'remove-close-listener': { "removeListener('close'), then close": [0, 1] },
  'remove-all-listeners': {
    'removeAllListeners()': [
      ['onData', 'onExit'],
      ['close', 'data', 'exit', 'onData', 'onExit'],
    ],
    'onData after removeAllListeners(data)': ['heard', 'silence'],
  },
  'own-listeners': {
    'listeners() before anybody listens': [
      [0, 0, 0, 0],
      [1, 1, 1, 1],
    ],
  },
  'throwing-listener': {
    'a listener that throws, and the others': [
      ['second listener', 'uncaught mine'],
      ['uncaught mine'],
    ],
  },
  'return-values': {
    'what is returned': [
      {
        on: 'the terminal',
        once: 'the terminal',
        removeListener: 'the terminal',
        write: 'boolean',
        resize: 'undefined',
        kill: 'undefined',
      },
      {
        on: 'undefined',
        once: 'undefined',
        removeListener: 'undefined',
        write: 'undefined',
        resize: 'undefined',
        kill: 'undefined',
      },
    ],
  },
  'socket-class': {
    '_socket is a net.Socket': [
      [true, false],
      [true, true],
    ],
  },
  'title-of-the-host': {},
  open: {
    'open(): cols, rows, on(close), write()': [
      ['91', '19', 'nothing', 'nothing'],
      [
        'undefined',
        'undefined',
        "throws Cannot read properties of undefined (reading 'on')",
        "throws Cannot read properties of undefined (reading 'write')",
      ],
    ],
  },
};

/** Facts that only root can establish. */
export const ROOT_ONLY = ['uid-or-gid-alone', 'supplementary-groups'];
