import { pino, type DestinationStream, type Logger } from 'pino';

/** Wherever a secret might stand in a log line. The only list of its kind; it replaces the value, not the line. */
const REDACT_PATHS: readonly string[] = [
  'req.headers.authorization',
  'req.headers.cookie',
  'headers.authorization',
  'headers.cookie',
  'authorization',
  'password',
  'apiKey',
  'token',
  'credentials',
  'clientSecret',
  '*.authorization',
  '*.password',
  '*.apiKey',
  '*.token',
  '*.credentials',
  '*.clientSecret',
];

export interface LoggerOptions {
  /** Which process speaks: api, worker, … */
  readonly name: string;
  readonly level: string;
  /** Standard output unless told otherwise. */
  readonly destination?: DestinationStream;
}

/** JSON lines; the same instance serves Fastify and the Temporal runtime. */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { pid: process.pid },
      redact: { paths: [...REDACT_PATHS], censor: '[redacted]' },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination(1),
  );
}
