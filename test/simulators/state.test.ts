import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { startPondSimulator } from '../../src/simulators/pond/start-pond-simulator.ts';
import { basic, iccid, jasperSandbox, jasperSeed, pondSandbox } from './running-simulators.ts';

const parent = mkdtempSync(join(tmpdir(), 'simulator-'));
const programs: ChildProcess[] = [];
let folder: string;
let stateFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(parent, 'test-'));
  stateFile = join(folder, 'deeper', 'state.ndjson');
});

afterEach(() => {
  for (const program of programs.splice(0)) program.kill('SIGKILL');
});

afterAll(() => rmSync(parent, { recursive: true }));

it('continues with records, effects and clock after a restart', async () => {
  const before = await jasperSandbox({ stateFile });
  await before.send('PUT', `/devices/${iccid(1)}`, { status: 'DEACTIVATED' });
  await before.admin('POST', 'clock', { advanceMs: 60_000 });
  await before.simulator.close();
  const after = await jasperSandbox({ stateFile });
  expect(await after.effects()).toEqual([`status ${iccid(1)} DEACTIVATED`]);
  expect((await after.send('GET', `/devices/${iccid(1)}`)).json).toMatchObject({ status: 'DEACTIVATED' });
  expect((await after.admin('GET', 'clock')).json).toMatchObject({ offsetMs: 60_000 });
  await after.send('PUT', `/devices/${iccid(2)}`, { status: 'DEACTIVATED' });
  expect((await after.admin('GET', 'effects?since=1')).text).toContain('"seq":2');
});

it('keeps the packages of a SIM in order over a restart', async () => {
  const before = await pondSandbox({ stateFile });
  await before.send('POST', `/sim/${iccid(1)}/addPackage`, { packageTypeId: 4712 });
  const list = `/sim/${iccid(1)}/package/infos`;
  const packages = (await before.send('GET', list)).json;
  await before.simulator.close();
  const after = await pondSandbox({ stateFile });
  expect((await after.send('GET', list)).json).toEqual(packages);
});

it('leaves out a last line that a crash cut short', async () => {
  const before = await jasperSandbox({ stateFile });
  await before.simulator.close();
  appendFileSync(stateFile, '["record","devices","89');
  const after = await jasperSandbox({ stateFile });
  expect((await after.admin('GET', `devices/${iccid(1)}`)).status).toBe(200);
});

it('refuses the state file of another simulator', async () => {
  const { simulator } = await jasperSandbox({ stateFile });
  await simulator.close();
  await expect(startPondSimulator({ stateFile })).rejects.toThrow('belongs to the jasper simulator');
});

it('loses no answered change when the program is killed', { timeout: 30_000 }, async () => {
  const seedFile = join(folder, 'seed.json');
  writeFileSync(seedFile, JSON.stringify(jasperSeed));
  const program = await startProgram(['--seed-file', seedFile, '--state-file', stateFile]);
  const reply = await fetch(`${program.url}/rws/api/v1/devices/${iccid(1)}`, {
    method: 'PUT',
    headers: { authorization: basic('acme-api', 'acme-key') },
    body: JSON.stringify({ ratePlan: 'Large' }),
  });
  expect(reply.status).toBe(200);
  program.child.kill('SIGKILL');
  await once(program.child, 'exit');
  const again = await startProgram(['--seed-file', seedFile, '--state-file', stateFile]);
  const truth = await fetch(`${again.url}/__simulator/devices/${iccid(1)}`);
  expect(await truth.json()).toMatchObject({ ratePlan: 'Large' });
  again.child.kill('SIGTERM');
  expect(await once(again.child, 'exit')).toEqual([0, null]);
});

async function startProgram(options: string[]): Promise<{ child: ChildProcess; url: string }> {
  const main = new URL('../../src/simulators/jasper/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  programs.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
  expect(ready).toBe(true);
  return { child, url };
}
