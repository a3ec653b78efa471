// Runs the compiled test files given, one after the other, in this process: Node takes seconds to start under Wine.
import path from 'node:path';

for (const file of process.argv.slice(2)) require(path.resolve(file));
