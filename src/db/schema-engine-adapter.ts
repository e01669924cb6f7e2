import { PrismaPg } from '@prisma/adapter-pg';
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
} from '@prisma/driver-adapter-utils';
import { ColumnTypeEnum, DriverAdapterError, isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { DatabaseError, Pool } from 'pg';

/** The object id of PostgreSQL's one-byte type `"char"`, which only system catalogues use. */
const internalCharType = 18;

/** Statements of a migration may take long (an index over millions of rows); a connection that cannot be had may not. */
const connectTimeoutMs = 5_000;

export interface SchemaEngineAdapter {
  factory: SqlMigrationAwareDriverAdapterFactory;
  /** Ends the connections. The engine does not: it is freed without a word to its adapter. */
  close(): Promise<void>;
}

/**
 * The PostgreSQL driver as the schema engine needs it. Prisma's adapter was made for queries of a product and cannot read
 * the catalogue columns of type `"char"`, nor run a script that has a semicolon inside a statement; this one can.
 */
export function createSchemaEngineAdapter(databaseUrl: string): SchemaEngineAdapter {
  const pool = new Pool({ connectionString: databaseUrl, connectionTimeoutMillis: connectTimeoutMs, max: 2 });
  const prisma = new PrismaPg(pool);
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: prisma.provider,
    adapterName: prisma.adapterName,
    connect: async () => answerInternalChars(await prisma.connect(), pool),
    connectToShadowDb: refuseShadowDatabase,
  };
  return { factory, close: () => pool.end() };
}

/**
 * The engine's commands that replay migrations in a second, temporary database are not used here: Prisma's adapter makes one
 * but keeps the database name of the connection string, and so would replay them into the real one.
 */
function refuseShadowDatabase(): Promise<never> {
  return Promise.reject(new Error('Replay the migrations into a database of your own and compare that one.'));
}

function answerInternalChars(adapter: SqlDriverAdapter, pool: Pool): SqlDriverAdapter {
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: (script) => runScript(pool, script),
    startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose: () => adapter.dispose(),
    queryRaw: async (query) => {
      try {
        return await adapter.queryRaw(query);
      } catch (error) {
        if (!isDriverAdapterError(error) || error.cause.kind !== 'UnsupportedNativeDataType') throw error;
        return queryAsText(adapter, pool, query);
      }
    },
  };
}

/**
 * Runs a migration as PostgreSQL understands it: all statements in one message, which also makes them one transaction. Prisma's
 * adapter cuts the text at every semicolon, those in comments, texts and functions included, and applies the pieces one by one.
 */
async function runScript(pool: Pool, script: string): Promise<void> {
  try {
    await pool.query(script);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    throw new DriverAdapterError({
      kind: 'postgres',
      code: error.code ?? 'unknown',
      severity: error.severity ?? 'ERROR',
      message:
        error.position === undefined
          ? error.message
          : `${error.message} (character ${error.position} of the script)`,
      detail: error.detail,
      column: error.column,
      hint: error.hint,
    });
  }
}

/** Asks again with each `"char"` column cast to text, and gives the column the engine's one-character type in the answer. */
async function queryAsText(adapter: SqlDriverAdapter, pool: Pool, query: SqlQuery): Promise<SqlResultSet> {
  const statement = query.sql.trim().replace(/;$/, '');
  const described = await pool.query({ text: statement, values: query.args });
  const columns = described.fields.map(({ name, dataTypeID }) => ({
    name: `"${name}"`,
    isChar: dataTypeID === internalCharType,
  }));
  const selected = columns.map(({ name, isChar }) => (isChar ? `${name}::text as ${name}` : name)).join(', ');
  const answer = await adapter.queryRaw({
    ...query,
    sql: `select ${selected} from (${statement}) as catalogue`,
  });
  const columnTypes = answer.columnTypes.map((type, index) =>
    columns[index]?.isChar === true ? ColumnTypeEnum.Character : type,
  );
  return { ...answer, columnTypes };
}
