import { z } from 'zod';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { checkReadiness } from '../../readiness.ts';

const readinessSchema = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    checks: z.record(z.string(), z.string()).describe('`ok` or `unavailable`, by the name of the part.'),
  })
  .meta({ id: 'Readiness' });

/** For whoever watches the process: open, and never counted against a limit. */
export function registerHealth(app: ApiApp, { readiness }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/health/live',
    config: { public: true, unlimited: true },
    schema: {
      operationId: 'readLiveness',
      summary: 'Whether the process runs',
      tags: ['Service'],
      response: { 200: z.object({ status: z.literal('live') }) },
    },
    handler: async () => ({ status: 'live' as const }),
  });
  app.route({
    method: 'GET',
    url: '/health/ready',
    config: { public: true, unlimited: true },
    schema: {
      operationId: 'readReadiness',
      summary: 'Whether the process and what it needs can serve requests',
      tags: ['Service'],
      response: { 200: readinessSchema, 503: readinessSchema.describe('A part is not ready.') },
    },
    handler: async (request, reply) => {
      const { ready, checks } = await checkReadiness(readiness, (part, error) => {
        request.log.warn({ err: error, part }, 'A part is not ready');
      });
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: ready ? ('ready' as const) : ('not_ready' as const), checks });
    },
  });
}
