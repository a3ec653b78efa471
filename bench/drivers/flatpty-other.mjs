// Another build of flatpty, for a look before and after: FLATPTY_OTHER is its folder.
import { createRequire } from 'node:module';
import path from 'node:path';
import { nodePtyDriver } from './node-pty-api.mjs';

const require = createRequire(import.meta.url);
export default nodePtyDriver(require(path.resolve(process.env.FLATPTY_OTHER)));
