import { readServiceProvider, rotateCredentials } from '../../../db/service-providers.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { rotateCredentialsSchema, serviceProviderSchema } from '../../contracts/service-provider.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest, notFound } from '../../problem.ts';
import { sealCredentials } from '../../seal-credentials.ts';
import { knownValue } from '../../stored-value.ts';
import { faultsOfCredentials } from './provider-documents.ts';
import { toServiceProviderAnswer } from './service-provider-answer.ts';

export function registerRotateCredentials(app: ApiApp, deps: ApiDeps): void {
  const { database } = deps;
  app.route({
    method: 'POST',
    url: '/v1/service-providers/:id/credentials/rotate',
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'rotateCredentials',
      summary: 'Set or replace the credentials of a service provider',
      tags: ['Service providers'],
      params: idParams,
      body: rotateCredentialsSchema,
      response: { 200: serviceProviderSchema },
    },
    handler: async (request) => {
      const { credentials } = request.body;
      const author = authorOf(request);
      const present = await readServiceProvider(database, author.tenantId, request.params.id);
      if (present === null) throw notFound();
      const integration = knownValue(INTEGRATIONS, present.integration);
      const faults = faultsOfCredentials(integration, credentials);
      if (faults.length > 0) throw invalidRequest(faults);
      const sealed = sealCredentials(deps, author.tenantId, credentials);
      const row = await rotateCredentials(database, author, present.id, sealed);
      if (row === null) throw notFound();
      return toServiceProviderAnswer(row);
    },
  });
}
