import { createServiceProvider } from '../../../db/service-providers.ts';
import { portalOf } from '../../../domain/portal.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { createServiceProviderSchema, serviceProviderSchema } from '../../contracts/service-provider.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest } from '../../problem.ts';
import { sealCredentials } from '../../seal-credentials.ts';
import { faultsOfCredentials, faultsOfSettings } from './provider-documents.ts';
import { toServiceProviderAnswer } from './service-provider-answer.ts';

export function registerCreateServiceProvider(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/service-providers',
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'createServiceProvider',
      summary: 'Create a service provider: an account at a carrier',
      tags: ['Service providers'],
      body: createServiceProviderSchema,
      response: { 201: serviceProviderSchema },
    },
    handler: async (request, reply) => {
      const { credentials, ...values } = request.body;
      const { integration, settings } = values;
      const faults = [
        ...faultsOfSettings(integration, settings),
        ...(credentials === undefined ? [] : faultsOfCredentials(integration, credentials)),
      ];
      if (faults.length > 0) throw invalidRequest(faults);
      const author = authorOf(request);
      const sealed = credentials === undefined ? null : sealCredentials(deps, author.tenantId, credentials);
      const portalType = portalOf(integration);
      const row = await createServiceProvider(deps.database, author, { ...values, portalType }, sealed);
      void reply.code(201).header('location', `/v1/service-providers/${row.id}`);
      return toServiceProviderAnswer(row);
    },
  });
}
