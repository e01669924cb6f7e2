import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { MigrationError, migrateDatabase } from '../../src/db/migrate.ts';
import { diffSchema } from '../../src/db/schema-engine-diff.ts';
import { createTestDatabase } from '../support/template-database.ts';

const root = resolve(import.meta.dirname, '../..');

/** A small schema of its own, so that these promises do not depend on what the product's schema looks like today. */
const schema = `
datasource db {
  provider = "postgresql"
}

model Sim {
  id    Int    @id
  iccid String

  @@map("sims")
}
`;
const firstMigration =
  'create table "sims" ("id" integer not null, "iccid" text not null, constraint "sims_pkey" primary key ("id"));';

let name: string;
let url: string;
let folder: string;

beforeEach(async () => {
  name = `migrate_${randomUUID().replaceAll('-', '')}`;
  await run(inject('adminUrl'), `create database ${name}`);
  const address = new URL(inject('adminUrl'));
  address.pathname = `/${name}`;
  url = address.href;
  folder = mkdtempSync(join(tmpdir(), 'millpond-migrations-'));
  writeFileSync(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n');
  writeMigration('20260101000000_sims', firstMigration);
});

afterEach(() => run(inject('adminUrl'), `drop database ${name} with (force)`));

test('migrating twice applies each migration once', async () => {
  expect(await migrateDatabase(url, folder)).toEqual(['20260101000000_sims']);
  expect(await migrateDatabase(url, folder)).toEqual([]);
});

test('of many processes that migrate at once one applies and the others wait for it', async () => {
  const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(url, folder)));
  expect(applied.flat()).toEqual(['20260101000000_sims']);
});

test('the table of applied migrations is the one that "prisma migrate deploy" keeps', async () => {
  await migrateDatabase(url, folder);
  const { rows } = await run(
    url,
    'select migration_name, checksum, applied_steps_count from _prisma_migrations',
  );
  expect(rows).toMatchObject([{ migration_name: '20260101000000_sims', applied_steps_count: 1 }]);
  expect(rows.map(({ checksum }) => String(checksum))).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

test('a migration that fails is explained, and blocks the next ones until somebody resolves it', async () => {
  writeMigration('20260102000000_broken', 'alter table nowhere add column x integer;');
  await expect(migrateDatabase(url, folder)).rejects.toThrow(MigrationError);
  await expect(migrateDatabase(url, folder)).rejects.toThrow(/20260102000000_broken/);
});

test('a migration may hold functions, texts and comments with semicolons', async () => {
  writeMigration(
    '20260102000000_function',
    `-- Two statements; this comment is none of them.
     create function first_digit(text) returns text language plpgsql as $$ begin return left($1, 1); end; $$;
     insert into "sims" values (1, '8;9');`,
  );
  await migrateDatabase(url, folder);
  expect((await run(url, 'select first_digit(iccid) as digit from sims')).rows).toEqual([{ digit: '8' }]);
});

test('a migration that fails leaves nothing of itself behind', async () => {
  writeMigration(
    '20260102000000_broken',
    'create table half (id integer); alter table nowhere add column x integer;',
  );
  await expect(migrateDatabase(url, folder)).rejects.toThrow(/nowhere/);
  expect((await run(url, "select to_regclass('half') as half")).rows).toEqual([{ half: null }]);
});

test('a schema that agrees with the migrations has no difference', async () => {
  await migrateDatabase(url, folder);
  expect(await diffSchema(url, writeSchema(schema))).toBe('');
});

test('a column that no migration makes is noticed', async () => {
  await migrateDatabase(url, folder);
  const drifted = writeSchema(schema.replace('iccid String', 'iccid String\n  eid String?'));
  expect(await diffSchema(url, drifted)).toContain('ADD COLUMN     "eid" TEXT');
});

test('an index that only the database has is noticed', async () => {
  writeMigration('20260102000000_index', 'create index "sims_iccid_idx" on "sims" ("iccid");');
  await migrateDatabase(url, folder);
  expect(await diffSchema(url, writeSchema(schema))).toContain('DROP INDEX "sims_iccid_idx"');
});

test('what a Prisma schema cannot express is tolerated: checks, partial indexes, expression indexes', async () => {
  writeMigration(
    '20260102000000_extras',
    `alter table "sims" add constraint "sims_iccid_check" check (length("iccid") > 0);
     create unique index "sims_live_key" on "sims" ("iccid") where "id" > 0;
     create index "sims_lower_idx" on "sims" (lower("iccid"));`,
  );
  await migrateDatabase(url, folder);
  expect(await diffSchema(url, writeSchema(schema))).toBe('');
});

test("the product's own schema and migrations agree", async () => {
  const migrated = await createTestDatabase();
  try {
    expect(await diffSchema(migrated.url, join(root, 'prisma', 'schema.prisma'))).toBe('');
  } finally {
    await migrated.drop();
  }
});

function writeMigration(migration: string, sql: string): void {
  mkdirSync(join(folder, migration), { recursive: true });
  writeFileSync(join(folder, migration, 'migration.sql'), sql);
}

function writeSchema(text: string): string {
  const file = join(folder, 'schema.prisma');
  writeFileSync(file, text);
  return file;
}

async function run(databaseUrl: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}
