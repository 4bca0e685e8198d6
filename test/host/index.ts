import * as fs from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import { report } from './report';

/** VS Code calls this inside the extension host (extensionTestsPath). The test files' bundles lie beside this one. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = report;
  const mocha = new Mocha({
    color: false,
    timeout: 20_000,
    reporter: 'spec',
    ...(process.env.WINNOW_TEST_GREP ? { grep: process.env.WINNOW_TEST_GREP } : {}),
  });
  for (const file of fs.readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const failures: string[] = [];
  const counts = await new Promise<{ passed: number; failed: number; skipped: number }>((resolve) => {
    const runner = mocha.run((failed) =>
      resolve({ passed: runner.stats?.passes ?? 0, failed, skipped: runner.stats?.pending ?? 0 }),
    );
    runner.on('fail', (test) => failures.push(test.fullTitle()));
  });
  if (process.env.WINNOW_TEST_RESULT)
    fs.writeFileSync(process.env.WINNOW_TEST_RESULT, JSON.stringify({ ...counts, failures }));
  report(`${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);
  if (counts.failed > 0) throw new Error(`${counts.failed} test(s) failed`);
  if (counts.passed === 0) throw new Error('no test ran');
}
