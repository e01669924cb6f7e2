import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '../../src/db/client.ts';
import { findApiToken } from '../../src/db/api-tokens.ts';
import { sha256OfToken } from '../../src/api/token-secret.ts';
import { createTestDatabase, type TestDatabase } from '../support/template-database.ts';

const program = resolve(import.meta.dirname, '../../src/api/create-tenant.ts');

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, maxConnections: 2, applicationName: 'test' });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

function run(name: string) {
  return promisify(execFile)(process.execPath, ['--import', 'tsx', program, name], {
    env: { ...process.env, DATABASE_URL: testDatabase.url },
    timeout: 20_000,
  });
}

test('an empty installation gets its first tenant and an administrator’s token, and never the same tenant twice', async () => {
  const { stdout } = await run('Acme Wireless');
  const token = /mlp_\S+/.exec(stdout)?.[0] ?? '';
  expect(await findApiToken(database, sha256OfToken(token))).toMatchObject({
    role: 'admin',
    revokedAt: null,
  });

  const again = run('Acme Wireless');
  await expect(again).rejects.toMatchObject({ code: 1 });
  await expect(again).rejects.toHaveProperty('stderr', expect.stringContaining('already'));
  expect(await database.prisma.tenant.count()).toBe(1);
});
