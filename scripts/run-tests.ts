// `npm test`: all tests, or those of the given paths: `npm test -- test/db`.
import { closeWith } from './tally.ts';
import { runVitest } from './vitest-run.ts';

closeWith(await runVitest(process.argv.slice(2)));
