import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** The answer of an extra route, such as /health/ready of a process without an API. */
export interface PlainAnswer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
}

export interface MetricsServerOptions {
  readonly host: string;
  /** 0 takes a free port; read it from the result. */
  readonly port: number;
  readonly registry: Registry;
  /** By path, e.g. `/health/ready`. */
  readonly routes?: Readonly<Record<string, () => Promise<PlainAnswer>>>;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** Serves /metrics on a port of its own, which stays inside the network. Used by the API and by the worker. */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    void answer(options, new URL(request.url ?? '/', 'http://metrics').pathname).then(
      ({ status, contentType, body }) =>
        response.writeHead(status, { 'content-type': contentType }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  await listen(server, options.host, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer({ registry, routes = {} }: MetricsServerOptions, path: string) {
  if (path === '/metrics') {
    return { status: 200, contentType: registry.contentType, body: await registry.metrics() };
  }
  const route = routes[path];
  const { status, body } =
    route === undefined
      ? { status: 404, body: { detail: 'Only /metrics and health are here.' } }
      : await route();
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
