// Records the histories under test/replay/histories anew: after an incompatible change of workflow code that has been
// released under a new version, never to silence a replay that fails.
import { closeWith } from './tally.ts';
import { runVitest } from './vitest-run.ts';

process.env['MILLPOND_RECORD_HISTORIES'] = '1';
closeWith(await runVitest(['test/replay/fresh-histories.test.ts']));
