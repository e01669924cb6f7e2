import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { Config } from './config.ts';

export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
  /** Resolves when the server answers. @throws when it does not within the timeout. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const CHECK_TIMEOUT_MS = 2_000;

/** What both kinds of connection (client and worker) need: address, TLS and the API key of a hosted server. */
export function temporalConnectionOptions({ address, tls, apiKey }: Config['temporal']) {
  return {
    address,
    ...(tls || apiKey !== undefined ? { tls: true as const } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

/**
 * A client that connects with its first call, so that the API starts, and says so on /health/ready, while Temporal is
 * still away.
 */
export function createTemporalClient(config: Config['temporal']): TemporalClient {
  const options: ConnectionOptions = {
    ...temporalConnectionOptions(config),
    connectTimeout: CONNECT_TIMEOUT_MS,
  };
  const connection = Connection.lazy(options);
  const client = new Client({ connection, namespace: config.namespace });
  return {
    client,
    connection,
    check: async () => {
      await connection.withDeadline(Date.now() + CHECK_TIMEOUT_MS, () =>
        connection.workflowService.describeNamespace({ namespace: config.namespace }),
      );
    },
    close: () => connection.close(),
  };
}
