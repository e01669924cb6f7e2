import { listApiTokens } from '../../../db/api-tokens.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { apiTokenListSchema } from '../../contracts/api-token.ts';
import { pageOnlyQuery } from '../../contracts/paging.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { toApiTokenAnswer } from './api-token-answer.ts';

export function registerListApiTokens(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/api-tokens',
    config: { permission: 'token:manage' },
    schema: {
      operationId: 'listApiTokens',
      summary: 'List the API tokens of the tenant',
      tags: ['Access'],
      querystring: pageOnlyQuery,
      response: { 200: apiTokenListSchema },
    },
    handler: async (request) => {
      const page = readPageQuery(request.query, 'id');
      return toPageAnswer(
        await listApiTokens(database, principalOf(request).tenantId, page),
        toApiTokenAnswer,
      );
    },
  });
}
