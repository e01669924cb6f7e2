import { createHook } from 'node:async_hooks';
import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAddressGuard } from '../../src/platform/address-guard.ts';
import { hostNamesIn } from '../../src/platform/hosts-file.ts';
import { createNameResolver } from '../../src/platform/name-resolver.ts';
import { createWebhookSender } from '../../src/platform/webhook-sender.ts';
import { startNameServer, type NameServer } from '../support/name-server.ts';

let server: NameServer;

beforeAll(async () => {
  server = await startNameServer({
    'receiver.example': '192.0.2.7',
    'empty.example': 'none',
    'slow.example': 'silent',
  });
});

afterAll(() => server.close());

/** What Node calls a look-up on one of the few threads that all of the process shares. */
const ON_A_THREAD = 'GETADDRINFOREQWRAP';

function resolve(name: string, deadlineMs = 5_000): Promise<readonly LookupAddress[]> {
  const ownNames = new Set(['localhost']);
  const ask = createNameResolver({ deadlineMs, ownNames, nameServers: [server.address] });
  return new Promise((done, fail) => {
    ask(name, (error, addresses = []) => (error === null ? done(addresses) : fail(error)));
  });
}

/** The kinds of work that Node begins while something is done. */
async function begunDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const begun: string[] = [];
  const hook = createHook({ init: (_id, type) => void begun.push(type) }).enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return begun;
}

test('the name of a receiver takes none of the threads that the names of carriers need', async () => {
  for (const allowed of [[], [{ address: '127.0.0.0', prefix: 8, family: 'ipv4' }] as const]) {
    const sender = createWebhookSender({ guard: createAddressGuard(allowed), timeoutMs: 200 });
    const message = { url: 'https://receiver.invalid/', headers: {}, body: '' };
    const begun = await begunDuring(() => sender.send(message));
    await sender.close();
    expect(begun).toContain('QUERYWRAP');
    expect(begun).not.toContain(ON_A_THREAD);
  }
});

test('a name is resolved by the name servers', async () => {
  expect(await resolve('receiver.example')).toEqual([{ address: '192.0.2.7', family: 4 }]);
});

test('a name without an address is told from one that could not be asked for', async () => {
  await expect(resolve('empty.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(resolve('slow.example', 100)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
});

test('a name of the machine itself is looked up there', async () => {
  let addresses: readonly LookupAddress[] = [];
  const begun = await begunDuring(async () => {
    addresses = await resolve('LOCALHOST.');
  });
  expect(addresses.map(({ address }) => address)).toContain('127.0.0.1');
  expect(begun).toContain(ON_A_THREAD);
});

test('the names of a hosts file are read without its addresses and remarks', () => {
  const text =
    '127.0.0.1\tlocalhost Build\n\n# 10.0.0.1 off.example\n::1 ip6-localhost # the same\n10.0.0.2 a.example\n';
  expect([...hostNamesIn(text)]).toEqual(['localhost', 'build', 'ip6-localhost', 'a.example']);
});
