import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { createSchemaEngineAdapter } from './schema-engine-adapter.ts';
import { instantiateWebAssembly } from './schema-engine-webassembly.ts';

/** What the engine is told when no schema takes part: it stops at an empty list, but only looks for the kind of database. */
const bareSchema: SchemaContainer = {
  path: 'schema.prisma',
  content: 'datasource db {\n  provider = "postgresql"\n}\n',
};

/**
 * Runs `use` with Prisma's own schema engine, connected to the database at `databaseUrl`.
 *
 * The native engine is a download that many networks refuse, so this is the same engine compiled to WebAssembly, which talks to
 * PostgreSQL through the same driver as the product. It keeps the same `_prisma_migrations` table as `prisma migrate deploy`.
 * `schemaFiles` are the schema files it starts from; migrations alone need none.
 *
 * @throws Error with the engine's own explanation.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  schemaFiles: SchemaContainer[],
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadBindings();
  const adapter = createSchemaEngineAdapter(databaseUrl);
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(adapter.factory);
    const files = schemaFiles.length === 0 ? [bareSchema] : schemaFiles;
    const datamodels = files.map(({ path, content }): [string, string] => [path, content]);
    const engine = await bindings.SchemaEngine.new({ datamodels }, ignoreEngineLog, factory);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    await adapter.close();
  }
}

/** The engine logs every statement it sends; a fault arrives as an exception anyway. */
function ignoreEngineLog(): void {
  return undefined;
}

let loading: Promise<void> | undefined;

/**
 * The package's own entry point imports the .wasm file as a module, which Node does only behind a flag. So the module is
 * instantiated by hand and handed to the generated bindings, once a process.
 */
function loadBindings(): Promise<void> {
  loading ??= instantiate();
  return loading;
}

async function instantiate(): Promise<void> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: throwPanic } });
  const bindingsFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const exports = await instantiateWebAssembly(await readFile(bindingsFile.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': withBackgroundTimers({ ...bindings }),
  });
  bindings.__wbg_set_wasm(exports);
  exports['__wbindgen_start']?.();
}

/**
 * The engine guards its lock with a timer of ten seconds that it never clears, and that would keep a finished program waiting.
 * Its timers therefore do not count as work. The generated name ends in a hash, so it is looked up by its beginning.
 */
function withBackgroundTimers(imports: Record<string, unknown>): Record<string, unknown> {
  const name = Object.keys(imports).find((key) => key.startsWith('__wbg_setTimeout_'));
  if (name === undefined) return imports;
  return {
    ...imports,
    [name]: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref(),
  };
}

/** The bindings report a panic of the engine to an object of this name, and without one only say that it is missing. */
function throwPanic(message: string): never {
  throw new Error(`Prisma's schema engine stopped: ${message}`);
}
