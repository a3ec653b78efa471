// Holds three terminals with programs that stay; tells its worker's parent, or ends.
import { parentPort } from 'node:worker_threads';
import { watch } from './probe';

const programs = [watch(['stay']), watch(['stay']), watch(['stay'])];
Promise.all(programs.map((program) => program.seen('staying'))).then(() => {
  if (process.argv.includes('exit')) process.exit(3);
  parentPort?.postMessage('staying');
});
