// `.ci/run`: all static checks and all tests, counted together in the last line.
import { runStaticChecks } from './static-checks.ts';
import { addTallies, closeWith } from './tally.ts';
import { runVitest } from './vitest-run.ts';

const checks = runStaticChecks();
const tests = await runVitest([]);
closeWith(addTallies(checks, tests));
