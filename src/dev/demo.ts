// `npm run demo [-- --exit]`: the main job from a cold start, checked.
import { join, resolve } from 'node:path';
import { runDemonstration } from './demo/run-demonstration.ts';
import { findRunningStack } from './demo/running-stack.ts';
import { startStack, type RunningStack } from './start-stack.ts';
import type { StackFile } from './stack-file.ts';
import { describeStack } from './stack-summary.ts';

const projectDirectory = resolve(import.meta.dirname, '..', '..');
const dataDirectory = process.env['MILLPOND_DATA_DIR'] ?? join(projectDirectory, '.data');
const say = (line: string): void => {
  console.log(`[demo] ${line}`);
};

const unknownArguments = process.argv.slice(2).filter((argument) => argument !== '--exit');
if (unknownArguments.length > 0) {
  say(
    `unknown argument ${unknownArguments.join(' ')}; the only one is --exit, which stops the stack at the end`,
  );
  process.exit(2);
}
const exitWhenDone = process.argv.includes('--exit');

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort();
  });
}

let own: RunningStack | undefined;
let asExpected = false;
try {
  const running = await findRunningStack(dataDirectory);
  if (running === undefined) {
    say('starting the stack; the first time takes longer');
    own = await startStack({
      projectDirectory,
      dataDirectory,
      environment: process.env,
      signal: interrupted.signal,
      say,
    });
  } else {
    say(`using the stack that is running at ${running.apiUrl}`);
  }
  const stack = running ?? own?.describe();
  if (stack === undefined) throw new Error('The stack did not start.');
  asExpected = await runDemonstration({
    stack,
    projectDirectory,
    output: process.stdout,
    signal: interrupted.signal,
  });
  console.log(await whereToLook(stack));
} catch (error) {
  say(interrupted.signal.aborted ? 'interrupted' : messageOf(error));
}
if (own !== undefined) {
  if (!exitWhenDone && !interrupted.signal.aborted) await untilInterrupted();
  say('stopping the stack; its data stays');
  await own.stop();
}
process.exit(asExpected ? 0 : 1);

async function whereToLook(stack: StackFile): Promise<string> {
  if (!exitWhenDone || own === undefined) return describeStack(stack);
  return `\nStart the stack again with npm start to look at the changes: ${stack.temporalUiUrl} and ${stack.docsUrl}\n`;
}

function untilInterrupted(): Promise<void> {
  say(`the stack goes on running here; Ctrl-C stops it, and the exit code will be ${asExpected ? '0' : '1'}`);
  return new Promise((done) => {
    interrupted.signal.addEventListener('abort', () => {
      done();
    });
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
