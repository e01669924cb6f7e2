import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

export interface DatabaseOptions {
  readonly url: string;
  /** Upper bound of this process's connections; the sum over all processes must stay below the server's limit. */
  readonly maxConnections: number;
  readonly applicationName: string;
  /** How long a statement waits for a free connection before it fails as transient; 5 s unless given. */
  readonly acquireTimeoutMs?: number;
  /** Told of a connection that was lost while idle; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/** Prisma for ordinary reads and writes, the pool for set-based statements. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens one pool that Prisma and the bulk statements share. Prisma's own defaults have no acquire timeout, so every
 * limit is set here. Nothing is connected before the first query.
 */
export function createDatabase(options: DatabaseOptions): Database {
  const { acquireTimeoutMs = 5_000 } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    connectionTimeoutMillis: acquireTimeoutMs,
    idleTimeoutMillis: 60_000,
    statement_timeout: 60_000,
    application_name: options.applicationName,
  });
  // Without a listener a connection that is lost while idle would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: acquireTimeoutMs, timeout: 60_000 },
  });
  return {
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
