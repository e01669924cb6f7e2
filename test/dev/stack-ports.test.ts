import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findFreePort } from '../../src/dev/free-port.ts';
import { choosePorts } from '../../src/dev/stack-ports.ts';

let occupant: Server | undefined;

afterEach(() => {
  occupant?.close();
});

test('a busy port moves to a free one, with a word that names the variable', async () => {
  const busy = await occupyPort();
  const said: string[] = [];
  const ports = await choosePorts({}, { api: busy }, (line) => said.push(line));
  expect(ports.api).not.toBe(busy);
  expect(said.join('\n')).toMatch(
    new RegExp(`port ${String(busy)} is in use; api takes ${String(ports.api)}.*MILLPOND_API_PORT`),
  );
});

test('a port of the environment is taken as it is', async () => {
  const port = await findFreePort();
  const ports = await choosePorts({ MILLPOND_API_PORT: String(port) }, {}, () => undefined);
  expect(ports.api).toBe(port);
});

test('a busy port of the environment is refused and not moved behind the back of whoever set it', async () => {
  const busy = await occupyPort();
  await expect(choosePorts({ MILLPOND_API_PORT: String(busy) }, {}, () => undefined)).rejects.toThrow(
    /MILLPOND_API_PORT.*in use/,
  );
});

test('no two parts get the same port', async () => {
  const same = await findFreePort();
  const ports = await choosePorts({}, { api: same, temporal: same }, () => undefined);
  expect(new Set(Object.values(ports)).size).toBe(Object.values(ports).length);
});

function occupyPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    occupant = server;
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address !== 'string') resolve(address.port);
    });
  });
}
