import { listServiceProviders } from '../../../db/service-providers.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { pageOnlyQuery } from '../../contracts/paging.ts';
import { serviceProviderListSchema } from '../../contracts/service-provider.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { toServiceProviderAnswer } from './service-provider-answer.ts';

export function registerListServiceProviders(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/service-providers',
    config: { permission: 'provider:read' },
    schema: {
      operationId: 'listServiceProviders',
      summary: 'List service providers',
      tags: ['Service providers'],
      querystring: pageOnlyQuery,
      response: { 200: serviceProviderListSchema },
    },
    handler: async (request) => {
      const page = readPageQuery(request.query, 'id');
      const rows = await listServiceProviders(database, principalOf(request).tenantId, page);
      return toPageAnswer(rows, toServiceProviderAnswer);
    },
  });
}
