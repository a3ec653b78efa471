import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Test } from 'tap';

/** A package for the registry: its package.json and its tarball. */
export interface Published {
  manifest: { name: string; version: string };
  tarball: string;
}

/**
 * A package registry on 127.0.0.1 that has these packages and no others, for the length of `t`.
 * @returns its URL.
 */
export async function registry(t: Test, packages: Published[]): Promise<string> {
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`;
    const asked = decodeURIComponent(request.url ?? '').slice(1);
    const tarball = packages.find(({ tarball }) => asked === path.basename(tarball))?.tarball;
    if (tarball) return void response.end(fs.readFileSync(tarball));
    const found = packages.find(({ manifest }) => asked === manifest.name);
    if (!found) return void response.writeHead(404).end('{}');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(packument(found, url)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a registry says of a package with one version. */
function packument({ manifest, tarball }: Published, url: string): object {
  const content = fs.readFileSync(tarball);
  const digest = (kind: string, coding: 'hex' | 'base64') =>
    createHash(kind).update(content).digest(coding);
  const dist = {
    tarball: `${url}/${path.basename(tarball)}`,
    shasum: digest('sha1', 'hex'),
    integrity: `sha512-${digest('sha512', 'base64')}`,
  };
  return {
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    // Long ago: package managers hold back what is new.
    time: { [manifest.version]: '2020-01-01T00:00:00.000Z' },
    versions: { [manifest.version]: { ...manifest, dist } },
  };
}
