import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { recordIds } from '../../src/dev/demonstration/record-ids.ts';
import {
  MILLPOND_DEMO,
  OTHER_RESELLER,
  type DemonstrationTenant,
} from '../../src/dev/demonstration/tenants.ts';
import { simulatorNames } from '../../src/dev/simulator-program.ts';
import { startStack } from '../../src/dev/start-stack.ts';
import type { RunningStack } from '../../src/dev/start-stack.ts';
import { stackFileSchema } from '../../src/dev/stack-file.ts';
import type { StackFile } from '../../src/dev/stack-file.ts';
import { makeTemporaryDirectory } from '../../src/dev/temporary-directory.ts';

const projectDirectory = resolve(import.meta.dirname, '../..');
const folder = makeTemporaryDirectory('stack');
const dataDirectory = join(folder, 'data');
const stackFile = join(dataDirectory, 'stack.json');
const startTimeoutMs = 120_000;

let running: RunningStack | undefined;

afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'a stack comes up from nothing, replaces a killed part, stops, and continues with the same data',
  async () => {
    const said = hear();
    running = await startStack({
      projectDirectory,
      dataDirectory,
      environment: ownEnvironment(),
      say: said.say,
    });
    const first = readStackFile();
    expect(await statusOf(`${first.apiUrl}/health/ready`)).toBe(200);
    expect(await statusOf(first.temporalUiUrl)).toBe(200);
    expect(await statusOf(`${first.apiUrl}/v1/bulk-changes`, first.tokens.viewer)).toBe(200);
    expect(Object.keys(first.simulators).sort()).toEqual([...simulatorNames].sort());
    for (const [tenant, token] of [
      [MILLPOND_DEMO, first.tokens.viewer],
      [OTHER_RESELLER, first.tokens.otherTenantOperator],
    ] as const) {
      const { registered, url } = await registrationOf(tenant, token);
      expect([registered, new URL(url).origin]).toEqual([true, first.apiUrl]);
    }

    process.kill(Number(first.pids.worker), 'SIGKILL');
    await said.line('worker is back');
    expect(readStackFile().pids.worker).not.toBe(first.pids.worker);

    await running.stop();
    expect(existsSync(stackFile)).toBe(false);
    expect(Object.values(first.pids).filter((pid) => typeof pid === 'number' && isAlive(pid))).toEqual([]);

    running = await startStack({
      projectDirectory,
      dataDirectory,
      environment: ownEnvironment(),
      say: said.say,
    });
    expect(readStackFile().tokens).toEqual(first.tokens);
    expect(await statusOf(`${readStackFile().apiUrl}/v1/bulk-changes`, first.tokens.viewer)).toBe(200);
  },
  startTimeoutMs,
);

/** Without what a developer may have set for a stack of their own. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(MILLPOND_|DATABASE_URL$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function readStackFile(): StackFile {
  return stackFileSchema.parse(JSON.parse(readFileSync(stackFile, 'utf8')));
}

/** Where the simulated ThingSpace sends a tenant's callbacks, as the product tells it. */
async function registrationOf(tenant: DemonstrationTenant, token: string) {
  const provider = recordIds(tenant).provider('THINGSPACE');
  const url = `${readStackFile().apiUrl}/v1/service-providers/${provider}/callbacks`;
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  return z.object({ registered: z.boolean(), url: z.string() }).parse(await response.json());
}

async function statusOf(url: string, token?: string): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  await response.body?.cancel();
  return response.status;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Hears what the stack says, and waits for a line that contains a text. */
function hear(): { say: (line: string) => void; line: (text: string) => Promise<void> } {
  const waiting: { text: string; resolve: () => void }[] = [];
  return {
    say: (line) => {
      for (const { text, resolve: found } of waiting) if (line.includes(text)) found();
    },
    line: (text) => new Promise((found) => waiting.push({ text, resolve: found })),
  };
}
