import type { FastifyRequest } from 'fastify';
import { findApiToken, touchApiToken } from '../../db/api-tokens.ts';
import { ROLES } from '../../domain/permission.ts';
import type { ApiApp, ApiDeps } from '../api-app.ts';
import type { Principal } from '../principal.ts';
import { Problem } from '../problem.ts';
import { sha256OfToken } from '../token-secret.ts';
import type { RateLimits } from './rate-limit.ts';

const TOUCH_INTERVAL_MS = 60_000;
const CHALLENGE = { headers: { 'www-authenticate': 'Bearer realm="millpond"' } };

/**
 * Turns the bearer token of a request into a principal, before anything else looks at the request, and counts the request
 * against its limit: a good credential against its own, everything else against the address it came from.
 */
export function addAuthentication(app: ApiApp, deps: ApiDeps, limits: RateLimits): void {
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request, reply) => {
    const { config } = request.routeOptions;
    if (request.is404 || config.public === true) {
      if (config.unlimited !== true) await limits.byAddress(request, reply);
      return;
    }
    try {
      request.principal = await authenticate(deps, request);
    } catch (error) {
      await limits.byAddress(request, reply);
      throw error;
    }
    await limits.byPrincipal(request, reply);
  });
}

async function authenticate({ database, clock }: ApiDeps, request: FastifyRequest): Promise<Principal> {
  const token = bearerToken(request.headers.authorization);
  const row = await findApiToken(database, sha256OfToken(token));
  const now = clock.now();
  const role = ROLES.find((known) => known === row?.role);
  const isGood =
    row !== null &&
    role !== undefined &&
    row.revokedAt === null &&
    (row.expiresAt === null || row.expiresAt > now) &&
    (row.user === null || row.user.disabledAt === null);
  // One answer for unknown, expired and revoked: it tells a stranger nothing about which tokens there were.
  if (!isGood) throw new Problem('credential.invalid', 'The token is not valid.', CHALLENGE);
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= TOUCH_INTERVAL_MS) {
    await touchApiToken(database, row.tenantId, row.id, now);
  }
  return {
    tenantId: row.tenantId,
    actor: row.user?.email ?? `token:${row.name}`,
    role,
    source: 'api-token',
    tokenId: row.id,
    userId: row.userId,
  };
}

function bearerToken(header: string | undefined): string {
  if (header === undefined) {
    throw new Problem('credential.missing', 'Send the header Authorization: Bearer <API token>.', CHALLENGE);
  }
  const token = /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(header)?.[1];
  if (token === undefined) throw new Problem('credential.invalid', 'The token is not valid.', CHALLENGE);
  return token;
}
