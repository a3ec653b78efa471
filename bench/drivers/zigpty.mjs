import path from 'node:path';
import { packageFolder } from './modules.mjs';
import { nodePtyDriver } from './node-pty-api.mjs';

// ES modules only.
export default nodePtyDriver(await import(path.join(packageFolder('zigpty'), 'dist/index.mjs')));
