import { revokeApiToken } from '../../../db/api-tokens.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { apiTokenSchema } from '../../contracts/api-token.ts';
import { idParams } from '../../contracts/atoms.ts';
import { authorOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toApiTokenAnswer } from './api-token-answer.ts';

export function registerRevokeApiToken(app: ApiApp, { database, clock }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/api-tokens/:id/revoke',
    config: { permission: 'token:manage' },
    schema: {
      operationId: 'revokeApiToken',
      summary: 'Revoke an API token, for good and at once',
      tags: ['Access'],
      params: idParams,
      response: { 200: apiTokenSchema },
    },
    handler: async (request) => {
      const row = await revokeApiToken(database, authorOf(request), request.params.id, clock.now());
      if (row === null) throw notFound();
      return toApiTokenAnswer(row);
    },
  });
}
