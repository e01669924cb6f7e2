import { z } from 'zod';
import { readNetworks } from './allowed-networks.ts';

/** Thrown when the environment does not describe a working set-up; the message lists every fault at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\n` +
        'Set the variables in the environment or in .env; .env.example explains each of them.',
    );
    this.faults = faults;
  }
}

/** One master key. The first of the list encrypts; the others are still accepted for reading. */
export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const EXAMPLE_KEY = 'Make one with: echo "k1:$(openssl rand -base64 32)"';

const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no', ''])
  .transform((text) => ['true', '1', 'yes'].includes(text));

const count = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);
const port = count(0, 65_535);

/** An empty value counts as absent, since that is how a line of .env.example is switched off. */
const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text.trim()));

const encryptionKeys = z.string().transform((text, context): readonly EncryptionKey[] => {
  const keys = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(readKey);
  const good = keys.filter((key): key is EncryptionKey => typeof key !== 'string');
  for (const fault of keys.filter((key) => typeof key === 'string')) {
    context.addIssue({ code: 'custom', message: fault });
  }
  if (keys.length === 0) context.addIssue({ code: 'custom', message: `names no key. ${EXAMPLE_KEY}` });
  if (new Set(good.map(({ id }) => id)).size < good.length) {
    context.addIssue({ code: 'custom', message: 'uses the same key id twice' });
  }
  return good;
});

const networks = z.string().transform((text, context) => {
  const entries = readNetworks(text);
  for (const fault of entries.filter((entry) => typeof entry === 'string')) {
    const message = `"${fault}" is neither an address nor a network such as 10.0.0.0/8`;
    context.addIssue({ code: 'custom', message });
  }
  return entries.filter((entry) => typeof entry !== 'string');
});

const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      'must be a PostgreSQL address such as postgresql://user@host:5432/millpond',
    ),
  DATABASE_MAX_CONNECTIONS: count(1, 500).default(10),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'may have letters, digits, "-" and "_" only')
    .default('millpond'),
  TEMPORAL_TLS: flag.default(false),
  TEMPORAL_API_KEY: optionalText,
  TEMPORAL_UI_URL: z.url().default('http://127.0.0.1:8233'),
  MILLPOND_API_HOST: z.string().min(1).default('127.0.0.1'),
  MILLPOND_API_PORT: port.default(8080),
  MILLPOND_API_METRICS_PORT: port.default(9464),
  MILLPOND_WORKER_METRICS_PORT: port.default(9465),
  MILLPOND_PUBLIC_URL: optionalText.pipe(z.url().optional()),
  MILLPOND_ENCRYPTION_KEYS: encryptionKeys,
  MILLPOND_BATCH_SIZE: count(1, 1_000).default(100),
  MILLPOND_SET_BASED_FROM: count(1, 1_000_000).default(1_000),
  MILLPOND_GROUP_COMMIT_LINGER_MS: count(0, 60_000).default(500),
  MILLPOND_RATE_LIMIT_PER_MINUTE: count(1, 1_000_000).default(600),
  WEBHOOK_ALLOWED_PRIVATE_ADDRESSES: networks.default([]),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Every variable the processes read; .env.example explains them. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(environment.shape);

export type Config = ReturnType<typeof readConfig>;

/**
 * Reads the configuration from an environment given as argument.
 * @throws ConfigError naming every variable that is missing or wrong.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const present = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => CONFIG_VARIABLES.includes(name) && value !== ''),
  );
  const result = environment.safeParse(present);
  if (!result.success) throw new ConfigError(result.error.issues.map(faultText));
  return deepFreeze(arrange(result.data));
}

function arrange(env: z.output<typeof environment>) {
  return {
    database: { url: env.DATABASE_URL, maxConnections: env.DATABASE_MAX_CONNECTIONS },
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      tls: env.TEMPORAL_TLS,
      apiKey: env.TEMPORAL_API_KEY,
      uiUrl: withoutTrailingSlash(env.TEMPORAL_UI_URL),
    },
    api: {
      host: env.MILLPOND_API_HOST,
      port: env.MILLPOND_API_PORT,
      metricsPort: env.MILLPOND_API_METRICS_PORT,
      publicUrl:
        env.MILLPOND_PUBLIC_URL === undefined ? undefined : withoutTrailingSlash(env.MILLPOND_PUBLIC_URL),
      rateLimitPerMinute: env.MILLPOND_RATE_LIMIT_PER_MINUTE,
    },
    worker: { metricsPort: env.MILLPOND_WORKER_METRICS_PORT },
    encryptionKeys: env.MILLPOND_ENCRYPTION_KEYS,
    batchSize: env.MILLPOND_BATCH_SIZE,
    setBasedFrom: env.MILLPOND_SET_BASED_FROM,
    groupCommitLingerMs: env.MILLPOND_GROUP_COMMIT_LINGER_MS,
    webhooks: { allowedNetworks: env.WEBHOOK_ALLOWED_PRIVATE_ADDRESSES },
    logLevel: env.LOG_LEVEL,
  };
}

/** The reason as text, or the key. The key itself never enters a message. */
function readKey(entry: string): EncryptionKey | string {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, Math.max(colon, 0));
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
    return `has an entry without an id (letters, digits, "-" and "_", then ":"). ${EXAMPLE_KEY}`;
  }
  const key = Buffer.from(entry.slice(colon + 1), 'base64');
  if (key.length !== 32) {
    return `key "${id}" is ${String(key.length)} bytes long and must be 32. ${EXAMPLE_KEY}`;
  }
  return { id, key };
}

function faultText(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? 'the environment');
  const isMissing = issue.code === 'invalid_type' && issue.message.includes('received undefined');
  return isMissing ? `${name} is missing` : `${name}: ${issue.message}`;
}

function withoutTrailingSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}

/** Buffers are left alone: Node refuses to freeze their bytes. */
function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const part of Object.values(value) as unknown[]) {
    if (typeof part === 'object' && part !== null && !Buffer.isBuffer(part)) deepFreeze(part);
  }
  return Object.freeze(value);
}
