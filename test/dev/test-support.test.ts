import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../support/template-database.ts';
import { connectTestEnvironment, createTimeSkippingEnvironment } from '../support/temporal-environment.ts';

test('each test database is a separate, migrated copy', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(one.url).not.toBe(other.url);
  const client = new pg.Client(one.url);
  await client.connect();
  const { rows } = await client.query(
    'select count(*)::int as applied from _prisma_migrations where finished_at is not null',
  );
  await client.end();
  expect(rows).not.toEqual([{ applied: 0 }]);
  await Promise.all([one.drop(), other.drop()]);
});

test('the shared Temporal server knows the search attributes of the product', async () => {
  const environment = await connectTestEnvironment();
  const { customAttributes } = await environment.connection.operatorService.listSearchAttributes({
    namespace: 'default',
  });
  await environment.teardown();
  expect(Object.keys(customAttributes ?? {})).toEqual(
    expect.arrayContaining(['TenantId', 'EffectiveAt', 'ErrorCode']),
  );
});

test('the time-skipping server starts from a program that was found locally', async () => {
  const environment = await createTimeSkippingEnvironment();
  expect(environment.supportsTimeSkipping).toBe(true);
  await environment.teardown();
});
