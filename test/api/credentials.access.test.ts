import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTokenSecret } from '../../src/api/token-secret.ts';
import { idOf, itemsOf, send, startTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const whoAmI = (token: string) => send(api.app, token, { method: 'GET', url: '/v1/session' });

test('a session tells the tenant, the role and what it may do', async () => {
  const answer = await api.call('viewer', 'GET', '/v1/session');
  expect(answer.body).toMatchObject({
    tenant: { id: api.tenantId, name: 'Example Tenant' },
    actor: 'token:viewer',
    role: 'viewer',
    permissions: ['bulk-change:read', 'device:read', 'reference:read', 'provider:read'],
  });
});

test('a token is shown once, works, and works no longer once it is revoked', async () => {
  const created = await api.call('admin', 'POST', '/v1/api-tokens', {
    body: { name: 'nightly', role: 'operator' },
  });
  expect(created.status).toBe(201);
  const token = String(created.body['token']);
  expect((await whoAmI(token)).status).toBe(200);
  const list = await api.call('admin', 'GET', '/v1/api-tokens');
  expect(list.text).not.toContain(token);
  expect(itemsOf(list).find((item) => item['id'] === idOf(created))).toMatchObject({ hint: token.slice(-4) });
  expect((await api.call('admin', 'POST', `/v1/api-tokens/${idOf(created)}/revoke`)).status).toBe(200);
  expect((await whoAmI(token)).body).toMatchObject({ status: 401, code: 'credential.invalid' });
});

test('unknown, expired, revoked and malformed tokens and those of a disabled user get one answer', async () => {
  const { prisma } = api.database;
  const user = await prisma.user.create({
    data: {
      tenantId: api.tenantId,
      email: 'gone@example.org',
      name: 'Gone',
      role: 'admin',
      disabledAt: api.time.now,
    },
  });
  const make = async (more: object) => {
    const { token, sha256, hint } = createTokenSecret();
    const data = {
      tenantId: api.tenantId,
      name: 't',
      role: 'admin',
      tokenSha256: sha256,
      hint,
      createdBy: 'test',
    };
    await prisma.apiToken.create({ data: { ...data, ...more } });
    return token;
  };
  const tokens = [
    createTokenSecret().token,
    await make({ expiresAt: api.time.now }),
    await make({ revokedAt: api.time.now }),
    await make({ userId: user.id }),
    'x y',
  ];
  const answers = await Promise.all(tokens.map(whoAmI));
  expect(new Set(answers.map(({ text }) => text.replace(/"requestId":"[^"]*"/, ''))).size).toBe(1);
  expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401));
});

test('the last use of a token is noted at most once a minute', async () => {
  const lastUse = async () => {
    const list = await api.call('admin', 'GET', '/v1/api-tokens');
    return itemsOf(list).find((item) => item['name'] === 'viewer')?.['lastUsedAt'];
  };
  api.time.now = new Date('2026-12-02T08:00:00Z');
  await api.call('viewer', 'GET', '/v1/session');
  api.time.now = new Date('2026-12-02T08:00:59Z');
  await api.call('viewer', 'GET', '/v1/session');
  expect(await lastUse()).toBe('2026-12-02T08:00:00.000Z');
  api.time.now = new Date('2026-12-02T08:01:00Z');
  await api.call('viewer', 'GET', '/v1/session');
  expect(await lastUse()).toBe('2026-12-02T08:01:00.000Z');
});

test('a token that is to expire in the past is refused', async () => {
  const body = { name: 'late', role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' };
  expect((await api.call('admin', 'POST', '/v1/api-tokens', { body })).body).toMatchObject({
    code: 'api_token.expired',
  });
});

test('making and revoking tokens stands in the audit log, the token itself does not', async () => {
  const created = await api.call('admin', 'POST', '/v1/api-tokens', {
    body: { name: 'audited', role: 'viewer' },
  });
  const log = await api.call('admin', 'GET', `/v1/audit-log?subject=api_token&subjectId=${idOf(created)}`);
  expect(itemsOf(log)).toMatchObject([
    { actor: 'token:admin', action: 'api_token.create', requestId: created.headers['request-id'] },
  ]);
  expect(log.text).not.toContain(String(created.body['token']));
});
