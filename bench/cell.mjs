// One measurement in a process of its own: cell.mjs CASE LIBRARY PARAMETERS, the last as JSON.
// The last line it prints is the result, as JSON.
import fs from 'node:fs';

const [caseName, library, parameters] = process.argv.slice(2);
const { measure } = await import(`./cases/${caseName}.mjs`);
const load = async () => (await import(`./drivers/${library}.mjs`)).default;
const result = await measure(load, JSON.parse(parameters), library);
fs.writeSync(1, `\n${JSON.stringify(result)}\n`);
// What a library still holds must not keep the benchmark waiting.
process.exit(0);
