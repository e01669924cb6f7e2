import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startChildProgram } from '../../src/dev/child-program.ts';
import { createSupervisor } from '../../src/dev/supervisor.ts';
import type { Part, Supervisor } from '../../src/dev/supervisor.ts';

const folder = mkdtempSync(join(tmpdir(), 'millpond-supervisor-'));
const staysUp = 'setInterval(() => undefined, 1000)';
let supervisor: Supervisor | undefined;

afterEach(() => supervisor?.stop());

test('a part that is killed comes back with another process id', async () => {
  const lines = collectLines();
  supervisor = createSupervisor({ ...lines, restart: { pausesMs: [1], steadyAfterMs: 60_000 } });
  await supervisor.start(nodePart('api', staysUp));
  const first = supervisor.pidOf('api');
  expect(first).toBeTypeOf('number');

  process.kill(Number(first), 'SIGKILL');
  await lines.seen('api is back');

  expect(supervisor.pidOf('api')).toBeTypeOf('number');
  expect(supervisor.pidOf('api')).not.toBe(first);
});

test('a part that cannot stay up is given up with its last words and its log file', async () => {
  const lines = collectLines();
  supervisor = createSupervisor({ ...lines, restart: { pausesMs: [1, 1], steadyAfterMs: 60_000 } });
  await supervisor.start(nodePart('worker', 'console.error("no database here"); process.exit(3)'));

  const message = await lines.seen('is not started again');

  expect(message).toContain('exit code 3');
  expect(message).toContain('no database here');
  expect(message).toContain('worker.log');
  expect(supervisor.pidOf('worker')).toBeNull();
});

test('parts stop in the reverse order of their start', async () => {
  const stopped: string[] = [];
  const own = createSupervisor({ ...collectLines() });
  for (const name of ['postgres', 'temporal', 'api']) {
    await own.start(nodePart(name, staysUp, () => stopped.push(name)));
  }

  await own.stop();

  expect(stopped).toEqual(['api', 'temporal', 'postgres']);
  expect(own.pids()).toEqual([]);
});

test('a part that is asked to stop twice at once gets one signal', async () => {
  const own = createSupervisor({ ...collectLines() });
  const lines = collectLines();
  const stopsSlowly = `process.on('SIGTERM', () => {
    console.log('signal ' + performance.now());
    setTimeout(() => process.exit(0), 200);
  });
  console.log('listening');`;
  await own.start(nodePart('worker', `${stopsSlowly} ${staysUp}`, () => undefined, lines.say));
  await lines.seen('listening');

  const first = own.stop();
  await lines.seen('signal');
  await Promise.all([first, own.stop()]);

  expect(lines.said.filter((line) => line.startsWith('signal'))).toHaveLength(1);
});

test('a process is known as soon as it exists, before its part is ready', async () => {
  const seen: number[][] = [];
  const own = createSupervisor({ ...collectLines(), onChange: () => seen.push(own.pids()) });
  const part = nodePart('temporal', staysUp);
  const never: Part = {
    ...part,
    start: (track) => part.start(track).then(() => Promise.reject(new Error('not ready'))),
  };

  await expect(own.start(never)).rejects.toThrow('not ready');

  expect(seen).toEqual([[own.pidOf('temporal')]]);
  await own.stop();
});

test('a part that does not become ready names its log when it is started', async () => {
  supervisor = createSupervisor({ ...collectLines() });
  const part: Part = {
    name: 'temporal',
    logFile: '/logs/temporal.log',
    start: () => Promise.reject(new Error('it ended at once (exit code 1)')),
  };

  await expect(supervisor.start(part)).rejects.toThrow(
    /temporal did not start: it ended at once.*\/logs\/temporal\.log/s,
  );
});

/** A part that runs a little script and counts as ready at once. */
function nodePart(
  name: string,
  script: string,
  onEnd: () => void = () => undefined,
  onLine: (line: string) => void = () => undefined,
): Part {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, script);
  const logFile = join(folder, `${name}.log`);
  return {
    name,
    logFile,
    start: async (track) => {
      const program = await startChildProgram({
        command: process.execPath,
        commandArguments: [file],
        environment: process.env,
        logFile,
        stopSignal: 'SIGTERM',
        stopTimeoutMs: 5_000,
        onLine,
      });
      void program.ended.then(onEnd);
      track(program);
    },
  };
}

/** Hears what the supervisor says, and resolves `seen` with the first line that contains a text. */
function collectLines(): {
  say: (line: string) => void;
  onChange: () => void;
  said: readonly string[];
  seen: (text: string) => Promise<string>;
} {
  const said: string[] = [];
  const waiting: { text: string; resolve: (line: string) => void }[] = [];
  return {
    say: (line) => {
      said.push(line);
      for (const { text, resolve } of waiting) if (line.includes(text)) resolve(line);
    },
    onChange: () => undefined,
    said,
    seen: (text) =>
      new Promise((resolve) => {
        const line = said.find((one) => one.includes(text));
        if (line === undefined) waiting.push({ text, resolve });
        else resolve(line);
      }),
  };
}
