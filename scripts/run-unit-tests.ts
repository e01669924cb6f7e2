// `npm run test:unit`: the quick loop, without any server.
import { closeWith } from './tally.ts';
import { runVitest } from './vitest-run.ts';

closeWith(await runVitest(['--project', 'unit', ...process.argv.slice(2)]));
