// Records the paths under test/replay/histories that are not recorded yet. One that is stays as it was recorded, so that
// the workflows of today are held against those that have run; it is never recorded anew to silence a replay that fails.
import { closeWith } from './tally.ts';
import { runVitest } from './vitest-run.ts';

process.env['MILLPOND_RECORD_HISTORIES'] = '1';
closeWith(await runVitest(['test/replay/fresh-histories.test.ts']));
