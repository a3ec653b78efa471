// A report takes 5 ms and more, which is most of what loading takes; it is for the text of an error.
import path from 'node:path';
import t from 'tap';
import { runProgram } from '../helpers/runScript';

const root = path.join(__dirname, '../..');

t.test('the C library is found without one', async (t) => {
  const script = `
    let reports = 0;
    const { getReport } = process.report;
    process.report.getReport = () => {
      reports++;
      return getReport.call(process.report);
    };
    require(${JSON.stringify(root)});
    process.stdout.write(String(reports));`;
  const end = await runProgram(process.execPath, ['-e', script]);
  t.equal(end.stdout, '0', end.stderr);
});
