import { readServiceProvider } from '../../../db/service-providers.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { serviceProviderSchema } from '../../contracts/service-provider.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toServiceProviderAnswer } from './service-provider-answer.ts';

export function registerReadServiceProvider(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/service-providers/:id',
    config: { permission: 'provider:read' },
    schema: {
      operationId: 'readServiceProvider',
      summary: 'Read a service provider',
      tags: ['Service providers'],
      params: idParams,
      response: { 200: serviceProviderSchema },
    },
    handler: async (request) => {
      const row = await readServiceProvider(database, principalOf(request).tenantId, request.params.id);
      if (row === null) throw notFound();
      return toServiceProviderAnswer(row);
    },
  });
}
