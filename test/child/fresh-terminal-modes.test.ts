import t from 'tap';
import { run } from '../helpers/collect';
import { perLauncher } from '../helpers/launchers';

/** What `stty -a` says: settings in the form "name = value" and flags, "-" in front if off. */
function parse(output: string): { settings: Record<string, string>; flags: string[] } {
  const text = output.replace(/\r?\n/g, ' ');
  const settings: Record<string, string> = {};
  const speed = /speed (\d+) baud/.exec(text)?.[1];
  if (speed) settings.speed = speed;
  const rest = text
    .replace(/speed \d+ baud;|rows \d+;|columns \d+;|line = \d+;/g, '')
    .replace(/(\w+) = ([^;]+);/g, (_, name: string, value: string) => {
      settings[name] = value;
      return '';
    });
  return { settings, flags: rest.split(/\s+/).filter(Boolean).sort() };
}

// src/native/unix/termios_defaults.h in stty's words: what node-pty's children find.
const CHARACTERS = {
  intr: '^C',
  quit: '^\\',
  erase: '^?',
  kill: '^U',
  eof: '^D',
  start: '^Q',
  stop: '^S',
  susp: '^Z',
  rprnt: '^R',
  werase: '^W',
  lnext: '^V',
  discard: '^O',
  eol: '<undef>',
  eol2: '<undef>',
  swtch: '<undef>',
  min: '1',
  time: '0',
  speed: '38400',
};

const ON = [
  ...['icrnl', 'ixon', 'ixany', 'imaxbel', 'brkint', 'iutf8'],
  ...['opost', 'onlcr'],
  ...['cread', 'cs8', 'hupcl'],
  ...['icanon', 'isig', 'iexten', 'echo', 'echoe', 'echok', 'echoke', 'echoctl'],
];

const isOn = (flag: string) => !flag.startsWith('-') && !/^(nl|cr|tab|bs|vt|ff)0$/.test(flag);

perLauncher('a fresh terminal is cooked, with the usual characters', async (t) => {
  const { settings, flags } = parse((await run('stty', ['-a'])).output);
  t.strictSame(settings, CHARACTERS);
  t.strictSame(flags.filter(isOn), [...ON].sort(), 'exactly these flags are on');
});

t.test('IUTF8 is for terminals in UTF-8 only', async (t) => {
  const { flags } = parse((await run('stty', ['-a'], { encoding: 'latin1' })).output);
  t.ok(flags.includes('-iutf8'));
  t.strictSame(flags.filter(isOn), ON.filter((flag) => flag !== 'iutf8').sort());
});

t.test('the size is there before the program starts', async (t) => {
  t.equal((await run('stty', ['size'], { cols: 133, rows: 37 })).output, '37 133\r\n');
  t.equal((await run('stty', ['size'])).output, '24 80\r\n', 'by default');
});
