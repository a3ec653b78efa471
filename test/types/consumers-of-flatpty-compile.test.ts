// timeout: 180 s
import path from 'node:path';
import t, { type Test } from 'tap';
import { RESOLUTIONS, typeCheck } from '../helpers/typeCheck';

const root = path.join(__dirname, '../..');

const check = (t: Test, sources: string[], options: object) =>
  typeCheck(t, sources, { flatpty: root }, options);

const { node10, node16, bundler } = RESOLUTIONS;

t.test('a program for node-pty, node16', async (t) => {
  t.equal(check(t, ['commonjs.ts'], node16), '');
});

t.test('a program for node-pty, bundler', async (t) => {
  t.equal(check(t, ['commonjs.ts'], bundler), '');
});

t.test('a program for node-pty, the resolution of node 10', async (t) => {
  t.equal(check(t, ['commonjs.ts'], node10), '');
});

t.test('what flatpty adds, as an ES module, node16', async (t) => {
  t.equal(check(t, ['modern.mts'], node16), '');
});

t.test('what flatpty adds, as an ES module, bundler', async (t) => {
  t.equal(check(t, ['modern.mts'], bundler), '');
});

t.test('with the strictest options a consumer may have, our declarations included', async (t) => {
  const strict = {
    ...node16,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
  };
  t.equal(check(t, ['commonjs.ts', 'modern.mts'], strict), '');
});

t.test('without the package it does not, so what the compiler says is heard', async (t) => {
  t.match(
    typeCheck(t, ['commonjs.ts'], {}, node16),
    /commonjs\.ts\(2,\d+\): error TS2307: .*'flatpty'/,
  );
});
