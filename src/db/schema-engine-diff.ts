import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { SchemaContainer } from '@prisma/schema-engine-wasm';
import { withSchemaEngine } from './schema-engine.ts';

const connectTimeoutMs = 5_000;

/**
 * The SQL that would turn the schema of a database into the one of a Prisma schema file; an empty string when they agree.
 *
 * Partial and expression indexes, which a migration may create but a Prisma schema cannot express, are left out of the
 * comparison. CHECK constraints, functions and triggers are invisible to Prisma anyway.
 *
 * @throws Error when the schema file does not parse.
 */
export async function diffSchema(databaseUrl: string, schemaFile: string): Promise<string> {
  const file: SchemaContainer = { path: schemaFile, content: await readFile(schemaFile, 'utf8') };
  const { stdout } = await withSchemaEngine(databaseUrl, [file], (engine) =>
    engine.diff({
      from: { tag: 'schemaDatasource', files: [file], configDir: process.cwd() },
      to: { tag: 'schemaDatamodel', files: [file] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return withoutDroppedIndexes(stdout ?? '', await readInexpressibleIndexes(databaseUrl));
}

async function readInexpressibleIndexes(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectTimeoutMs });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indpred is not null or i.indexprs is not null`,
    );
    return rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}

/** The engine writes a comment line such as "-- DropIndex" and one statement below it, with an empty line between the steps. */
function withoutDroppedIndexes(script: string, names: string[]): string {
  const tolerated = new Set(names.map((name) => `DROP INDEX "${name}";`));
  return script
    .split(/\n\n+/)
    .filter((step) => !tolerated.has(withoutComments(step)))
    .filter((step) => withoutComments(step) !== '')
    .join('\n\n');
}

function withoutComments(step: string): string {
  return step
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n')
    .trim();
}
