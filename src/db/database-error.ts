import { Prisma } from './generated/client.ts';

/** The name of the constraint a write violated; undefined when the error is another one. */
export function constraintOf(error: unknown): string | undefined {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return prismaConstraint(error.meta);
  const direct = property(error, 'constraint');
  return typeof direct === 'string' ? direct : undefined;
}

const TRANSIENT_SQL_STATES = ['40001', '40P01', '53300', '55P03', '57014', '57P01', '57P02', '57P03'];

/** True for faults that pass by themselves: lost connections, deadlocks, a server that restarts, a full pool. */
export function isTransientDatabaseError(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    if (['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'].includes(error.code)) return true;
    // Faults without a code of Prisma's own arrive as P2010 or P2039, with the server's SQLSTATE inside.
    return isTransientSqlState(
      property(property(property(error.meta, 'driverAdapterError'), 'cause'), 'originalCode'),
    );
  }
  const code = property(error, 'code');
  if (typeof code === 'string') {
    if (isTransientSqlState(code)) return true;
    if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)) return true;
  }
  // pg throws these as plain errors without a code.
  const message = error instanceof Error ? error.message : '';
  return /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/.test(
    message,
  );
}

function isTransientSqlState(code: unknown): boolean {
  return typeof code === 'string' && (code.startsWith('08') || TRANSIENT_SQL_STATES.includes(code));
}

/** Where Prisma 7 with a driver adapter hides the name: meta.driverAdapterError.cause.constraint. */
function prismaConstraint(meta: unknown): string | undefined {
  const constraint = property(property(property(meta, 'driverAdapterError'), 'cause'), 'constraint');
  const name = property(constraint, 'index') ?? property(constraint, 'foreignKey') ?? constraint;
  return typeof name === 'string' ? name : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
