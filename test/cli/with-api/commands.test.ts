import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, startTestApi, type TestApi } from '../../api/test-api.ts';
import { createFleet, suspension, type Fleet } from '../../api/test-fleet.ts';
import { nowhere, runCli } from '../run-cli.ts';

let api: TestApi;
let fleet: Fleet;
let url: string;
let request: string;
beforeAll(async () => {
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  fleet = await createFleet(api);
  request = join(mkdtempSync(join(nowhere, 'requests-')), 'request.json');
  writeFileSync(request, JSON.stringify(suspension(fleet)));
});
afterAll(() => api.close());

type As = 'admin' | 'operator' | 'viewer' | 'otherAdmin';
const as = (who: As, words: readonly string[]) =>
  runCli(words, { environment: { MILLPOND_API: url, MILLPOND_TOKEN: api.tokens[who] } });

async function json(who: As, ...words: string[]): Promise<Readonly<Record<string, unknown>>> {
  const { output, errors } = await as(who, [...words, '--json']);
  expect(errors).toBe('');
  return JSON.parse(output) as Readonly<Record<string, unknown>>;
}

async function submit(...words: string[]): Promise<string> {
  const { id } = await json('operator', 'submit', request, ...words);
  return String(id);
}

test('a change is submitted, found, shown and canceled', async () => {
  const id = await submit();
  expect(api.started).toContain(id);
  expect(await json('viewer', 'show', id)).toMatchObject({ id, counts: { total: 3 } });
  const list = await as('viewer', ['list', '--status', 'pending', '--search', id]);
  expect(list.output.split('\n')[1]).toMatch(new RegExp(`^${id} +statusupdate +POND +PENDING +3 +0 % +0 `));
  const devices = await as('viewer', ['devices', id, '--limit', '2']);
  expect(devices.output).toContain(fleet.iccids[0]);
  expect(devices.errors).toContain('There are more');
  expect(await json('operator', 'devices', id)).toMatchObject({ items: { length: 3 }, nextCursor: null });
});

test('a change that is held is looked at and processed only if its plan is still the same', async () => {
  const id = await submit('--hold');
  expect(api.started).not.toContain(id);
  const plan = await as('operator', ['plan', id]);
  expect(plan.output).toContain('status: active -> suspended');
  const hash = /--plan-hash (\S+)/.exec(plan.errors)?.[1] ?? '';
  const stale = await as('operator', ['process', id, '--plan-hash', 'another']);
  expect(stale.exitCode).toBe(5);
  expect(stale.errors).toContain('bulk_change.plan_stale');
  expect(await as('operator', ['process', id, '--plan-hash', hash])).toMatchObject({ exitCode: 0 });
  expect(api.started).toContain(id);
});

test('a held change is canceled, and canceling it again is refused with its state', async () => {
  const id = await submit('--hold');
  expect(await json('operator', 'cancel', id, '--immediate')).toMatchObject({ status: 'CANCELED' });
  const again = await as('operator', ['cancel', id]);
  expect(again.exitCode).toBe(5);
  expect(again.errors).toContain('The change is CANCELED');
});

test('a change that needs approval is let go by somebody else only', async () => {
  const id = await submit('--requires-approval');
  const own = await as('operator', ['approve', id]);
  expect(own.exitCode).toBe(3);
  expect(own.errors).toContain('second person');
  expect(await as('admin', ['reject', id, '--reason', 'wrong list'])).toMatchObject({ exitCode: 0 });
});

test('failures are told by cause, with what to do', async () => {
  const devices = [...fleet.iccids, '8901999999999999999'];
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', {
    body: suspension(fleet, { devices }),
  });
  const id = idOf(answer);
  const { output } = await as('viewer', ['errors', id]);
  expect(output).toMatch(/^DEVICES +ERROR +CLASS/);
  expect(output).toMatch(/ 1 +device.not_found +VALIDATION .* -> .*import the device/);
  expect((await as('viewer', ['logs', id])).output).toContain('POND Validate Device');
  expect((await as('viewer', ['devices', id, '--status', 'ERROR'])).output).toContain('8901999999999999999');
});

test('the same key submits once', async () => {
  expect(await submit('--idempotency-key', 'same')).toBe(await submit('--idempotency-key', 'same'));
});

test('faults of a request are all told with their places', async () => {
  const { exitCode, errors } = await as('operator', [
    'submit',
    request,
    '--time-zone',
    'Nowhere/Town',
    '--status',
    'vanish',
  ]);
  expect(exitCode).toBe(5);
  expect(errors).toContain('/statusUpdate/targetStatus: ');
  expect(errors).toContain('/timeZone: ');
  expect(errors).toMatch(/Request id: \S+/);
});

test('another tenant’s change is a missing one', async () => {
  const id = await submit();
  expect((await as('otherAdmin', ['show', id])).exitCode).toBe(4);
});

test('a role that may not is refused, and so is an unknown token', async () => {
  expect((await as('viewer', ['submit', request])).exitCode).toBe(3);
  const unknown = { MILLPOND_API: url, MILLPOND_TOKEN: 'mp_unknown' };
  expect((await runCli(['list'], { environment: unknown })).exitCode).toBe(3);
});

test('a token is made, shown once, used and revoked', async () => {
  const made = await as('admin', ['tokens', 'create', 'nightly', '--role', 'VIEWER']);
  const token = made.output.trim();
  const withIt = { MILLPOND_API: url, MILLPOND_TOKEN: token };
  expect((await runCli(['providers'], { environment: withIt })).exitCode).toBe(0);
  const id = /Token (\S+) is made/.exec(made.errors)?.[1] ?? '';
  expect((await as('admin', ['tokens', 'revoke', id])).output).toBe('The token "nightly" is revoked.\n');
  expect((await runCli(['providers'], { environment: withIt })).exitCode).toBe(3);
  expect((await as('admin', ['tokens', 'list'])).output).not.toContain(token);
});

test('lists are read page by page until there are enough', async () => {
  await submit();
  const all = await json('viewer', 'list', '--limit', '2');
  expect(all).toMatchObject({ items: { length: 2 } });
  expect(all['nextCursor']).toEqual(expect.any(String));
});
