import { createApiToken } from '../../../db/api-tokens.ts';
import { roleCovers } from '../../../domain/permission.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { createApiTokenSchema, newApiTokenSchema } from '../../contracts/api-token.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { invalidRequest, Problem } from '../../problem.ts';
import { createTokenSecret } from '../../token-secret.ts';
import { toApiTokenAnswer } from './api-token-answer.ts';

export function registerCreateApiToken(app: ApiApp, { database, clock }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/api-tokens',
    config: { permission: 'token:manage' },
    schema: {
      operationId: 'createApiToken',
      summary: 'Create an API token',
      description: 'The token is in this answer and nowhere else.',
      tags: ['Access'],
      body: createApiTokenSchema,
      response: { 201: newApiTokenSchema },
    },
    handler: async (request, reply) => {
      const { name, role, expiresAt } = request.body;
      const principal = principalOf(request);
      if (!roleCovers(principal.role, role)) {
        throw new Problem('permission.denied', 'A token cannot be given a role above your own.');
      }
      if (expiresAt !== undefined && expiresAt <= clock.now()) {
        const detail = 'A token must expire in the future.';
        throw invalidRequest([{ pointer: '/expiresAt', code: 'api_token.expired', detail }]);
      }
      const { token, sha256, hint } = createTokenSecret();
      const row = await createApiToken(database, authorOf(request), {
        name,
        role,
        tokenSha256: sha256,
        hint,
        userId: principal.userId,
        expiresAt: expiresAt ?? null,
      });
      void reply.code(201).header('cache-control', 'no-store');
      return { ...toApiTokenAnswer(row), token };
    },
  });
}
