import { loadPackage } from './modules.mjs';
import { nodePtyDriver } from './node-pty-api.mjs';

export default nodePtyDriver(loadPackage('node-pty-1.1'));
