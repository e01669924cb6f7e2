import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { send, startTestApi, type Json, type TestApi } from './test-api.ts';

let api: TestApi;
let isTemporalAway = false;
beforeAll(async () => {
  api = await startTestApi({
    metrics: new Registry(),
    readiness: {
      database: async () => {},
      temporal: async () => {
        if (isTemporalAway) throw new Error('Temporal does not answer.');
      },
    },
  });
});
afterAll(() => api.close());

const get = (url: string) => send(api.app, null, { method: 'GET', url });

test('the process is live, and ready while everything it needs is there', async () => {
  expect((await get('/health/live')).body).toEqual({ status: 'live' });
  expect((await get('/health/ready')).body).toEqual({
    status: 'ready',
    checks: { database: 'ok', temporal: 'ok' },
  });
  isTemporalAway = true;
  const answer = await get('/health/ready');
  expect(answer.status).toBe(503);
  expect(answer.body).toEqual({
    status: 'not_ready',
    checks: { database: 'ok', temporal: 'unavailable' },
  });
  expect((await get('/health/live')).status).toBe(200);
});

test('the front door leads to the documentation, which its own policy lets load', async () => {
  const root = await get('/');
  expect([root.status, root.headers['location']]).toEqual([302, '/docs']);
  const page = await get('/docs');
  expect(page.status).toBe(200);
  expect(page.text).toContain('swagger-ui');
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  const inlineScripts = page.text.match(/<script(?![^>]*src=)[^>]*>\s*\S/g);
  expect(inlineScripts).toBeNull();
});

test('every answer carries its Request-Id and strict headers', async () => {
  for (const url of ['/health/live', '/nothing', '/v1/session']) {
    const { headers } = await get(url);
    expect(headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});

test('an unknown address is a friendly 404 that says where to look', async () => {
  const answer = await send(api.app, api.tokens.admin, { method: 'DELETE', url: '/v1/nothing?token=secret' });
  expect(answer.body).toMatchObject({
    status: 404,
    code: 'route.not_found',
    detail: 'There is no DELETE /v1/nothing. See /docs for what there is.',
  });
});

test('the type of a problem is an address that explains it', async () => {
  const problem = await get('/v1/session');
  const explained = await get(String(problem.body['type']));
  expect(explained.body).toMatchObject({ code: 'credential.missing', status: 401 });
  expect((await get('/problems/no.such')).status).toBe(404);
});

test('requests are counted for the metrics by route, never by path', async () => {
  await api.call('viewer', 'GET', '/v1/customers/01990000-0000-7000-8000-000000000000');
  const text = await api.deps.metrics.metrics();
  expect(text).toContain('route="/v1/customers/:id",status="404"');
});

test('beyond its share a token is refused until the minute is over, and another token is not', async () => {
  const limited = await startTestApi({ rateLimitPerMinute: 3, metrics: new Registry() });
  try {
    const answers = [];
    for (let call = 0; call < 4; call += 1) answers.push(await limited.call('viewer', 'GET', '/v1/session'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers['ratelimit-policy']).toBe('"default";q=3;w=60');
    expect(answers[0]?.headers['ratelimit']).toMatch(/^"default";r=2;t=\d+$/);
    expect(answers[3]?.body).toMatchObject({ code: 'rate_limit.exceeded' });
    expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await limited.call('admin', 'GET', '/v1/session')).status).toBe(200);
    const guess = () => send(limited.app, 'mlp_guess', { method: 'GET', url: '/v1/session' });
    const guesses = [await guess(), await guess(), await guess(), await guess()];
    expect(guesses.map(({ status }) => status)).toEqual([401, 401, 401, 429]);
    const probe = () => send(limited.app, null, { method: 'GET', url: '/health/live' });
    for (let call = 0; call < 5; call += 1) expect((await probe()).status).toBe(200);
  } finally {
    await limited.close();
  }
});

test('the document is OpenAPI 3.1 whose references all lead somewhere', async () => {
  const { body, text } = await get('/openapi.json');
  expect(body['openapi']).toBe('3.1.0');
  const { schemas } = body['components'] as { schemas: Json };
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) =>
    String(match[1]),
  );
  for (const name of references) expect(Object.keys(schemas)).toContain(name);
  for (const name of Object.keys(schemas)) expect(references).toContain(name);
});

test('every operation has a name of its own, a summary, a tag, its security and its problems', async () => {
  const { body } = await get('/openapi.json');
  const operations = Object.values(body['paths'] as Record<string, Record<string, Operation>>).flatMap(
    (item) => Object.values(item),
  );
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { operationId, summary, tags, responses, security } of operations) {
    expect([operationId, typeof summary, tags?.length]).toEqual([operationId, 'string', 1]);
    expect(Object.keys(responses)).toContain('500');
    if (security === undefined)
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '429']));
  }
});

test('the examples of the document pass the document’s own schemas', async () => {
  const { body } = await get('/openapi.json');
  const { schemas } = body['components'] as { schemas: Record<string, { examples?: unknown[] }> };
  let checked = 0;
  for (const [name, schema] of Object.entries(schemas)) {
    const definition = JSON.parse(
      JSON.stringify({ ...schema, $defs: schemas }).replaceAll('#/components/schemas/', '#/$defs/'),
    ) as Parameters<typeof z.fromJSONSchema>[0];
    const parser = z.fromJSONSchema(definition);
    for (const example of schema.examples ?? []) {
      expect([name, parser.safeParse(example).error?.issues]).toEqual([name, undefined]);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(5);
});

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: string[];
  readonly responses: Json;
  readonly security?: unknown[];
}
