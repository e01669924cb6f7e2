import type { FastifyRequest } from 'fastify';
import type { Author } from '../db/author.ts';
import type { Role } from '../domain/permission.ts';
import { Problem } from './problem.ts';

/** Who is calling. Every kind of credential becomes one of these, and no handler sees the credential. */
export interface Principal {
  readonly tenantId: string;
  /** Written into the audit log: an e-mail address, or the name of a token without a user. */
  readonly actor: string;
  readonly role: Role;
  /** What the credential was. */
  readonly source: 'api-token';
  readonly tokenId: string;
  readonly userId: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null on routes that are open to everybody. */
    principal: Principal | null;
  }
}

/** Who calls a route that needs a permission. A public route has no principal and must not ask for one. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Problem('credential.missing', 'This address needs a credential.');
  return request.principal;
}

/** The caller as repositories want it. */
export function authorOf(request: FastifyRequest): Author {
  const { tenantId, actor } = principalOf(request);
  return { tenantId, actor, requestId: request.id };
}
