import { Histogram } from 'prom-client';
import type { ApiApp, ApiDeps } from '../api-app.ts';

/** Gives every answer its Request-Id, one log line and one observation of its duration. */
export function addRequestLog(app: ApiApp, { metrics }: ApiDeps): void {
  const duration = new Histogram({
    name: 'millpond_http_request_duration_seconds',
    help: 'Time from the request to the last byte of its answer.',
    // The route as declared, never the path as sent: ids in labels would make a series for each.
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [metrics],
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const status = String(reply.statusCode);
    duration.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000);
    request.log.info(
      {
        method: request.method,
        route,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        tenantId: request.principal?.tenantId,
        // Who that is stands in the audit log: a log line carries no person's address.
        tokenId: request.principal?.tokenId,
      },
      'request',
    );
  });
}
