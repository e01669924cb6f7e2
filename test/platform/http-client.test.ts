import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/platform/http-client.ts';
import { HttpFailure } from '../../src/platform/http-failure.ts';
import { testHttpClient } from '../carriers/test-http-client.ts';

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map(stop));
});

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

async function serve(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${String(port)}/path?query=1` };
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, timeoutMs: 5_000, signal: new AbortController().signal, ...more };
}

async function failureOf(call: Promise<unknown>): Promise<HttpFailure> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof HttpFailure) return error;
  expect.fail(`expected an HttpFailure, got ${String(error)}`);
}

it('sends method, path, headers and body, and reads the whole answer', async () => {
  const { url } = await serve((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.writeHead(201, { 'X-Seen': request.headers['x-key'] ?? '' });
      response.end(`${String(request.method)} ${String(request.url)} ${Buffer.concat(parts).toString()}`);
    });
  });

  const answer = await testHttpClient().send(
    get(url, { method: 'PUT', headers: { 'x-key': 'k' }, body: 'é' }),
  );

  expect(answer).toMatchObject({ status: 201, text: 'PUT /path?query=1 é' });
  expect(answer.headers['x-seen']).toBe('k');
});

it('reads an answer in ISO-8859-1', async () => {
  const { url } = await serve((_request, response) => {
    response.setHeader('content-type', 'application/json;charset=ISO-8859-1');
    response.end(Buffer.from('Gerät', 'latin1'));
  });

  expect((await testHttpClient().send(get(url))).text).toBe('Gerät');
});

it('follows no redirect', async () => {
  const { url } = await serve((_request, response) => {
    response.writeHead(302, { location: 'http://elsewhere.invalid/' });
    response.end();
  });

  expect((await testHttpClient().send(get(url))).status).toBe(302);
});

it('knows that nothing was sent when there is no connection', async () => {
  const { server, url } = await serve(() => undefined);
  await stop(server);
  servers.splice(0);

  expect(await failureOf(testHttpClient().send(get(url)))).toMatchObject({
    kind: 'unreachable',
    requestSent: false,
  });
});

it('knows that nothing was sent when the name is unknown', async () => {
  expect(await failureOf(testHttpClient().send(get('http://nowhere.invalid/')))).toMatchObject({
    kind: 'unreachable',
    requestSent: false,
  });
});

it('leaves the outcome open when the connection breaks after the request', async () => {
  const { url } = await serve((request) => request.socket.resetAndDestroy());

  expect(await failureOf(testHttpClient().send(get(url)))).toMatchObject({
    kind: 'interrupted',
    requestSent: true,
  });
});

it('leaves the outcome open when the answer is cut off', async () => {
  const { url } = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half', () => response.socket?.destroy());
  });

  expect(await failureOf(testHttpClient().send(get(url)))).toMatchObject({
    kind: 'interrupted',
    requestSent: true,
  });
});

it('leaves the outcome open when a kept connection dies under a request, and does not repeat it', async () => {
  let requests = 0;
  const { url } = await serve((request, response) => {
    requests += 1;
    if (requests === 1) response.end('first');
    else request.socket.resetAndDestroy();
  });
  const client = testHttpClient({ connections: 1 });
  await client.send(get(url));

  expect(await failureOf(client.send(get(url)))).toMatchObject({ kind: 'interrupted', requestSent: true });
  expect(requests).toBe(2);
});

it('gives up on silence when the time is over', async () => {
  const { url } = await serve(() => undefined);

  expect(await failureOf(testHttpClient().send(get(url, { timeoutMs: 50 })))).toMatchObject({
    kind: 'timeout',
    requestSent: true,
  });
});

it('gives up on an answer that trickles in past the time', async () => {
  const { url } = await serve((_request, response) => {
    response.writeHead(200);
    response.write('a little');
  });

  expect((await failureOf(testHttpClient().send(get(url, { timeoutMs: 50 })))).kind).toBe('timeout');
});

it('knows that a request never left when the time runs out in the line for a connection', async () => {
  const { url } = await serve(() => undefined);
  const client = testHttpClient({ connections: 1 });
  const first = failureOf(client.send(get(url, { timeoutMs: 200 })));

  const second = await failureOf(client.send(get(url, { timeoutMs: 50 })));
  await first;

  expect(second).toMatchObject({ kind: 'timeout', requestSent: false });
});

it('gives up on an answer that is too long', async () => {
  const { url } = await serve((_request, response) => response.end('x'.repeat(2_000)));

  expect((await failureOf(testHttpClient({ maxAnswerBytes: 1_000 }).send(get(url)))).kind).toBe('too_large');
});

it('stops when the caller gives up', async () => {
  const controller = new AbortController();
  const { url } = await serve(() => {
    controller.abort();
  });
  const client = testHttpClient();

  const underWay = await failureOf(client.send(get(url, { signal: controller.signal })));
  const tooLate = await failureOf(client.send(get(url, { signal: controller.signal })));

  expect(underWay).toMatchObject({ kind: 'aborted', requestSent: true });
  expect(tooLate).toMatchObject({ kind: 'aborted', requestSent: false });
});
