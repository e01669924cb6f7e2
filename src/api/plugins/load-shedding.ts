import underPressure from '@fastify/under-pressure';
import type { ApiApp } from '../api-app.ts';
import { Problem } from '../problem.ts';

/** Parsing the largest body blocks the event loop for a few hundred milliseconds; this is well beyond it. */
const MAX_EVENT_LOOP_DELAY_MS = 3_000;
const MAX_HEAP_BYTES = 1_500_000_000;

/** Answers 503 while the process is too busy to answer well. Health checks are answered all the same. */
export async function addLoadShedding(app: ApiApp): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    maxHeapUsedBytes: MAX_HEAP_BYTES,
    pressureHandler: (request) => {
      if (request.routeOptions.config.unlimited === true) return;
      throw new Problem('service.unavailable', 'The service is too busy. Try again shortly.', {
        headers: { 'retry-after': '5' },
      });
    },
  });
}
