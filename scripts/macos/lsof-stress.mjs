// `flatpty stress` with a census by lsof(8) and ps(1), for macOS, where there is no /proc to read:
// 5,000 ptys in sequence, 2,000 in waves, 1,000 launches that fail. Exit code 1 unless flat.
//   node scripts/macos/lsof-stress.mjs [--count N] [--json]       FLATPTY_ADDON chooses the addon
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { readLsofCensus } from './lsof-census.mjs';

// require: import() would start the thread pool, whose threads would count as the library's.
const require = createRequire(import.meta.url);
const { runStress, stressSizes } = require('../../lib/cli/stress.js');
const {
  printStressResult,
  silentReporter,
  terminalReporter,
} = require('../../lib/cli/stressReport.js');
const { TerminalUi } = require('../../lib/cli/terminalUi.js');

const { values: flags } = parseArgs({
  options: { count: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const library = require('../../lib/index.js');
console.error(require('../../lib/addon/addon.js').describeNative());

const ui = new TerminalUi(process.stdout);
const options = {
  sizes: stressSizes(flags.count ? Number(flags.count) : undefined),
  readCensus: readLsofCensus,
};
const reporter = flags.json ? silentReporter : terminalReporter(ui);
const result = await runStress(library, options, reporter);
if (flags.json) console.log(JSON.stringify(result));
else printStressResult(ui, result);
process.exitCode = result.ok ? 0 : 1;
