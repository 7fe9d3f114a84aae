// `npm test`: the checks, then all tests; the last line is "N passed, M failed". `--long` adds the tests that
// take minutes (*.long.ts); other arguments are vitest's.

import { createInterface } from 'node:readline';
import { exitCodeOf, runSteps, spawnPackage, type Tally } from './checks/run.ts';
import { steps } from './checks/steps.ts';

/** What test/support/reporter.ts prints last. */
const TALLY = /^(\d+) passed, (\d+) failed$/;

const given = process.argv.slice(2);
if (given.includes('--long')) process.env['ROLLCALL_LONG'] = '1';

const checks = await runSteps(steps);
const tests = await runTests(given.filter((argument) => argument !== '--long'));
const failed = checks.failed + tests.failed;
process.stdout.write(`${checks.passed + tests.passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

async function runTests(args: readonly string[]): Promise<Tally> {
  const child = spawnPackage(['vitest/vitest.mjs', 'run', ...args]);
  const { stdout } = child;
  child.stderr?.pipe(process.stderr, { end: false });
  let tally: Tally | undefined;
  if (stdout) {
    createInterface({ input: stdout }).on('line', (line) => {
      const [, passed, failed] = TALLY.exec(line) ?? [];
      if (passed === undefined) process.stdout.write(`${line}\n`);
      else tally = { passed: Number(passed), failed: Number(failed) };
    });
  }
  const isOk = (await exitCodeOf(child)) === 0;
  const { passed, failed } = tally ?? { passed: 0, failed: 0 };
  // Not a test, but the run itself: it broke off, or no test file was found.
  const isRunBroken = failed === 0 && !isOk;
  return { passed, failed: failed + (isRunBroken ? 1 : 0) };
}
