import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiApp } from '../api-app.ts';
import { Problem } from '../problem.ts';

/** Counts a request and tells the caller what is left. @throws Problem rate_limit.exceeded */
type Limit = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export interface RateLimits {
  readonly byPrincipal: Limit;
  /** For what has no principal: public pages, unknown addresses, refused credentials. */
  readonly byAddress: Limit;
}

const WINDOW_SECONDS = 60;
const POLICY = 'default';

/** Fixed windows of a minute, kept in this process: with several API processes each grants the whole quota. */
export async function createRateLimits(app: ApiApp, perMinute: number): Promise<RateLimits> {
  await app.register(rateLimit, { global: false });
  const limitBy = (keyGenerator: (request: FastifyRequest) => string): Limit => {
    const count = app.createRateLimit({ max: perMinute, timeWindow: WINDOW_SECONDS * 1_000, keyGenerator });
    return async (request, reply) => {
      const state = await count(request);
      if (state.isAllowed) return;
      const seconds = Math.max(1, state.ttlInSeconds);
      void reply.headers({
        'ratelimit-policy': `"${POLICY}";q=${String(state.max)};w=${String(WINDOW_SECONDS)}`,
        ratelimit: `"${POLICY}";r=${String(Math.max(0, state.remaining))};t=${String(seconds)}`,
      });
      if (state.isExceeded) throw exceeded(state.max, seconds);
    };
  };
  return {
    byPrincipal: limitBy((request) => `token:${request.principal?.tokenId ?? request.ip}`),
    byAddress: limitBy((request) => `address:${request.ip}`),
  };
}

function exceeded(perMinute: number, seconds: number): Problem {
  return new Problem(
    'rate_limit.exceeded',
    `At most ${String(perMinute)} requests a minute are accepted. Wait ${String(seconds)} s.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}
