// `npm start`: the whole product on one machine, until Ctrl-C.
import { join, resolve } from 'node:path';
import { closeOnSignal } from './close-on-signal.ts';
import { startStack } from './start-stack.ts';
import { describeStack } from './stack-summary.ts';

const projectDirectory = resolve(import.meta.dirname, '..', '..');
const say = (line: string): void => {
  console.log(`[millpond] ${line}`);
};

await closeOnSignal(say, async (signal) => {
  const stack = await startStack({
    projectDirectory,
    dataDirectory: resolve(process.env['MILLPOND_DATA_DIR'] ?? join(projectDirectory, '.data')),
    environment: process.env,
    signal,
    say,
  });
  console.log(await describeStack(stack.describe()));
  return stack;
});

// Nothing of ours is left to do; a connection that lingers somewhere must not keep the terminal waiting.
process.exit();
