import { randomBytes } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { Registry } from 'prom-client';
import type { ApiApp, ApiDeps } from '../../src/api/api-app.ts';
import { buildApp } from '../../src/api/app.ts';
import { createTokenSecret } from '../../src/api/token-secret.ts';
import { createDatabase, type Database } from '../../src/db/client.ts';
import { ROLES, type Role } from '../../src/domain/permission.ts';
import { createAddressGuard } from '../../src/platform/address-guard.ts';
import { createEncryption } from '../../src/platform/encryption.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { systemTicker } from '../../src/platform/ticker.ts';
import { createTestDatabase } from '../support/template-database.ts';

export interface TestApi {
  readonly app: ApiApp;
  readonly database: Database;
  readonly deps: ApiDeps;
  readonly tenantId: string;
  readonly otherTenantId: string;
  readonly tokens: Readonly<Record<Role | 'otherAdmin', string>>;
  /** What the API asked to be started, in order. */
  readonly started: string[];
  /** The time the API sees; move it instead of waiting. */
  readonly time: { now: Date };
  call(
    as: Role | 'otherAdmin',
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    options?: CallOptions,
  ): Promise<Answer>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A parsed answer; `expect` looks into it. */
export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The parsed body; an empty object when there is none. */
  readonly body: Json;
}

/** Starts and keeps nothing. */
const NO_SYNCS: ApiDeps['syncs'] = {
  start: async () => null,
  schedules: { put: async () => undefined, read: async () => null, remove: async () => false },
};

/** A whole API on a database of its own, with two tenants and a token for every role. */
export async function startTestApi(overrides: Partial<ApiDeps> = {}): Promise<TestApi> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url, maxConnections: 5, applicationName: 'test-api' });
  const started: string[] = [];
  const time = { now: new Date('2026-12-01T12:00:00Z') };
  const deps: ApiDeps = {
    database,
    clock: { now: () => time.now },
    ticker: systemTicker,
    encryption: createEncryption([{ id: 'test', key: randomBytes(32) }]),
    control: {
      start: async (_tenantId: string, bulkChangeId: string) => {
        started.push(bulkChangeId);
      },
    } as ApiDeps['control'],
    callbacks: { tellDevice: () => undefined, register: async () => undefined },
    syncs: NO_SYNCS,
    webhooks: { wake: async () => undefined, test: async () => null },
    addressGuard: createAddressGuard([]),
    temporalUi: { url: 'http://127.0.0.1:8233', namespace: 'default' },
    rateLimitPerMinute: 100_000,
    readiness: {},
    metrics: new Registry(),
    ...overrides,
  };
  const app = await buildApp(deps, createLogger({ name: 'test', level: 'silent' }));
  const { tenantId, tokens } = await createTenant(database, 'Example Tenant');
  const other = await createTenant(database, 'Other Tenant');
  return {
    app,
    database,
    deps,
    tenantId,
    otherTenantId: other.tenantId,
    tokens: { ...tokens, otherAdmin: other.tokens.admin },
    started,
    time,
    call: (as, method, url, options = {}) =>
      send(app, as === 'otherAdmin' ? other.tokens.admin : tokens[as], { method, url }, options),
    close: async () => {
      await app.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

/** The id of what an answer is about. */
export function idOf({ body }: Answer): string {
  return String(body['id']);
}

export function itemsOf({ body }: Answer): readonly Json[] {
  return body['items'] as readonly Json[];
}

/** Where a problem points and with which code, one text each, for a short comparison. */
export function faultsOf({ body }: Answer): readonly string[] {
  const errors = (body['errors'] ?? []) as readonly { pointer: string; code: string }[];
  return errors.map(({ pointer, code }) => `${pointer} ${code}`);
}

/** Sends a request with a token, or without one when it is null. */
export async function send(
  app: ApiApp,
  token: string | null,
  target: { readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly url: string },
  { body, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const options: InjectOptions = {
    ...target,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { payload: body as string | object }),
  };
  const response = await app.inject(options);
  const isJson = /[/+]json\b/.test(String(response.headers['content-type']));
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.body,
    body: isJson ? (JSON.parse(response.body) as Json) : {},
  };
}

async function createTenant(database: Database, name: string) {
  const { id: tenantId } = await database.prisma.tenant.create({ data: { name } });
  const entries = await Promise.all(
    ROLES.map(async (role) => {
      const { token, sha256, hint } = createTokenSecret();
      await database.prisma.apiToken.create({
        data: { tenantId, name: role, role, tokenSha256: sha256, hint, createdBy: 'test' },
      });
      return [role, token] as const;
    }),
  );
  const tokens = Object.fromEntries(entries) as Record<Role, string>;
  return { tenantId, tokens };
}
