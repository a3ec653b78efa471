import { native, spawn } from 'flatpty';
import t from 'tap';
import { residueSince, takeCensus } from '../helpers/census';
import { collect } from '../helpers/collect';

t.test('FLATPTY_LAUNCHER with an unknown value', async (t) => {
  await collect(spawn('/bin/true'));
  const before = takeCensus();
  t.teardown(() => {
    delete process.env.FLATPTY_LAUNCHER;
  });
  process.env.FLATPTY_LAUNCHER = 'no-such-launcher';
  for (const spawnErrors of ['exit', 'throw'] as const) {
    t.throws(() => spawn('/bin/true', [], { spawnErrors }), {
      code: 'EINVAL',
      message: /FLATPTY_LAUNCHER.*no-such-launcher/,
    });
  }
  t.throws(
    () => native?.fork('/bin/true', [], [], '/', 80, 24, -1, -1, true, '', () => {}),
    { code: 'EINVAL' },
    'native.fork too',
  );
  t.strictSame(await residueSince(before), []);
});

t.test('an empty value is the default', async (t) => {
  t.teardown(() => {
    delete process.env.FLATPTY_LAUNCHER;
  });
  process.env.FLATPTY_LAUNCHER = '';
  t.equal((await collect(spawn('sh', ['-c', 'exit 4']))).exitCode, 4);
});
