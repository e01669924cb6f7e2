import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { createAddressGuard } from '../../src/platform/address-guard.ts';
import { readNetworks } from '../../src/platform/allowed-networks.ts';
import type { Resolve } from '../../src/platform/name-resolver.ts';
import { createWebhookSender, type WebhookSender } from '../../src/platform/webhook-sender.ts';
import { createWebhookSecret } from '../../src/platform/webhook-secrets.ts';
import { signWebhook } from '../../src/platform/webhook-signature.ts';
import { webhookUrlFault } from '../../src/platform/webhook-url-fault.ts';

const guardOf = (text: string) =>
  createAddressGuard(readNetworks(text).filter((entry) => typeof entry !== 'string'));
const strict = guardOf('');
const local = guardOf('127.0.0.0/8,::1/128');
const body = '{"type":"webhook.test"}';
const REFUSED = 'The address leads to a network that webhooks do not reach.';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function receiver(listener: RequestListener): Promise<{ url: string; port: number; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => (server.closeAllConnections(), server.close()) });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}/hook`, port, server };
}

function sender(guard = local, more: { resolve?: Resolve; timeoutMs?: number } = {}): WebhookSender {
  const made = createWebhookSender({ guard, ...more });
  opened.push(made);
  return made;
}

/** A name server that tells one address after the other, and how often it was asked. */
function nameServer(...addresses: string[]): { resolve: Resolve; asked: () => number } {
  let asked = 0;
  const resolve: Resolve = (_name, callback) => {
    const address = addresses[Math.min(asked, addresses.length - 1)] ?? '';
    asked += 1;
    callback(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
  };
  return { resolve, asked: () => asked };
}

describe('the addresses of other networks', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::1',
    'fc00::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'not an address',
  ])('%s is refused', (address) => {
    expect(strict.mayReach(address, 'https:')).toBe(false);
  });

  test.each(['8.8.8.8', '172.32.0.1', '2606:4700:4700::1111'])('%s is reached, by https only', (address) => {
    expect(strict.mayReach(address, 'https:')).toBe(true);
    expect(strict.mayReach(address, 'http:')).toBe(false);
  });

  test('an allowed network is reached by plain http too, and nothing else becomes open', () => {
    expect(local.mayReach('127.9.9.9', 'http:')).toBe(true);
    expect(local.mayReach('::ffff:127.0.0.1', 'http:')).toBe(true);
    expect(local.mayReach('10.0.0.1', 'https:')).toBe(false);
    expect(local.mayReach('8.8.8.8', 'http:')).toBe(false);
  });
});

describe('a URL is refused when it is registered', () => {
  test.each([
    'http://receiver.example/',
    'ftp://receiver.example/',
    'https://user:word@receiver.example/',
    'https://receiver.example:25/',
    'https://localhost/',
    'https://a.localhost/',
    'https://localhost./',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'nonsense',
  ])('%s', (url) => {
    expect(webhookUrlFault(url, strict)).not.toBeNull();
  });

  test('and not when it is public, or allowed by the installation', () => {
    expect(webhookUrlFault('https://receiver.example/hooks?team=1', strict)).toBeNull();
    expect(webhookUrlFault('https://receiver.example:8443/', strict)).toBeNull();
    expect(webhookUrlFault('http://127.0.0.1:3000/', local)).toBeNull();
    expect(webhookUrlFault('http://localhost:3000/', local)).toBeNull();
    expect(webhookUrlFault('http://10.0.0.1:3000/', local)).not.toBeNull();
  });
});

test('a receiver verifies what it gets with the library, under the new secret and the former one', async () => {
  const [secret, former] = [createWebhookSecret(), createWebhookSecret()];
  const seen: { headers: IncomingMessage['headers']; body: string }[] = [];
  const { url } = await receiver((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      seen.push({ headers: request.headers, body: text });
      response.end('thank you');
    });
  });
  const headers = signWebhook({ id: 'event-1', at: new Date(), body }, [secret, former]);
  expect(await sender().send({ url, headers, body })).toMatchObject({
    status: 200,
    text: 'thank you',
    error: null,
  });
  const [got] = seen;
  for (const key of [secret, former]) {
    expect(new Webhook(key).verify(got?.body ?? '', got?.headers as Record<string, string>)).toEqual({
      type: 'webhook.test',
    });
  }
  const verify = () =>
    new Webhook(createWebhookSecret()).verify(got?.body ?? '', got?.headers as Record<string, string>);
  expect(verify).toThrow(/signature/i);
});

test('a name that resolves to a private address is not connected to', async () => {
  let connections = 0;
  const { port, server } = await receiver((_request, response) => response.end());
  server.on('connection', () => (connections += 1));
  const { resolve } = nameServer('127.0.0.1');
  for (const protocol of ['http', 'https']) {
    const url = `${protocol}://receiver.example:${String(port)}/`;
    const answer = await sender(strict, { resolve }).send({ url, headers: {}, body });
    expect(answer).toMatchObject({ status: null, error: REFUSED });
  }
  const literal = { url: `https://127.0.0.1:${String(port)}/`, headers: {}, body };
  expect(await sender(strict).send(literal)).toMatchObject({ status: null, error: REFUSED });
  expect(connections).toBe(0);
});

test('a name that is good when it is judged and another when it is used leads nowhere', async () => {
  const { port } = await receiver((_request, response) => response.setHeader('connection', 'close').end());
  const { resolve, asked } = nameServer('127.0.0.1', '10.0.0.1');
  const url = `http://receiver.example:${String(port)}/`;
  const one = sender(local, { resolve });
  expect(await one.send({ url, headers: {}, body })).toMatchObject({ status: 200 });
  expect(asked()).toBe(1);
  expect(await one.send({ url, headers: {}, body })).toMatchObject({ status: null, error: REFUSED });
});

test('a redirect is a failure and is not followed', async () => {
  const paths: (string | undefined)[] = [];
  const { url } = await receiver((request, response) => {
    paths.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const answer = await sender().send({ url, headers: {}, body });
  expect(answer).toMatchObject({ status: 302, error: 'It answered 302: redirects are not followed.' });
  expect(paths).toEqual(['/hook']);
});

test('an answer without an end is read up to its limit, and its first thousand characters are kept', async () => {
  const { url } = await receiver((_request, response) => {
    const more = (): void => {
      while (response.write('\u0000x'.repeat(16_384)));
      response.once('drain', more);
    };
    response.writeHead(200);
    more();
  });
  const answer = await sender().send({ url, headers: {}, body });
  expect(answer).toMatchObject({ status: 200, error: null, text: 'x'.repeat(1_000) });
});

test('a receiver that does not answer in time has failed', async () => {
  const { url } = await receiver(() => undefined);
  const answer = await sender(local, { timeoutMs: 200 }).send({ url, headers: {}, body });
  expect(answer).toMatchObject({ status: null, error: 'No complete answer came within 0.2 seconds.' });
});

test('what the system says of a connection is not told', async () => {
  const { server, port } = await receiver(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  const answer = await sender().send({ url: `http://127.0.0.1:${String(port)}/`, headers: {}, body });
  expect(answer).toMatchObject({ status: null, error: 'The host refused the connection.' });
  const resolve: Resolve = (_name, callback) => {
    callback(Object.assign(new Error('queryA ESERVFAIL 10.0.0.53'), { code: 'ESERVFAIL' }));
  };
  const unknown = await sender(local, { resolve }).send({ url: 'https://a.example/', headers: {}, body });
  expect(unknown).toMatchObject({ status: null, error: 'The connection failed.' });
});

test('the wait that a receiver asks for is told in milliseconds', async () => {
  const values = ['120', new Date(Date.now() + 3_600_000).toUTCString(), 'soon'];
  const { url } = await receiver((_request, response) => {
    response.writeHead(503, { 'retry-after': values.shift() }).end();
  });
  const one = sender();
  expect((await one.send({ url, headers: {}, body })).retryAfterMs).toBe(120_000);
  expect((await one.send({ url, headers: {}, body })).retryAfterMs).toBeGreaterThan(3_500_000);
  expect((await one.send({ url, headers: {}, body })).retryAfterMs).toBeNull();
});
