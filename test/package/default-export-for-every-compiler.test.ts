import t from 'tap';

t.test('require() has the functions and, for compilers that ask for it, itself as default', (t) => {
  const pty = require('flatpty');
  t.equal(pty.__esModule, true);
  for (const name of ['createTerminal', 'fork', 'native', 'open', 'record', 'spawn']) {
    t.equal(pty.default[name], pty[name], name);
    t.ok(pty[name], name);
  }
  t.end();
});

t.test('the deep path utils has assign(), which returns its target', (t) => {
  const { assign } = require('flatpty/lib/utils');
  const target = { a: 1, b: 1 };
  t.equal(assign(target, { b: 2 }, undefined, { c: 3 }), target);
  t.strictSame(target, { a: 1, b: 2, c: 3 });
  t.end();
});
