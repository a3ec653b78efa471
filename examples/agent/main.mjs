// Reads commands, one a line, and answers each with a line of JSON, as a tool of an agent would:
//   echo 'ls | wc -l' | node main.mjs [--timeout MS] [--max-output CHARACTERS] [--cwd FOLDER]
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { AgentShell } from './agentShell.mjs';

const { values } = parseArgs({
  options: {
    timeout: { type: 'string', default: '30000' },
    'max-output': { type: 'string', default: '65536' },
    cwd: { type: 'string' },
  },
});
const shell = new AgentShell({
  timeoutMs: Number(values.timeout),
  maxOutput: Number(values['max-output']),
  cwd: values.cwd,
});
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await shell.run(line)));
}
await shell.close();
