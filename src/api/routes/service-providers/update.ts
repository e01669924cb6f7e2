import { readServiceProvider, updateServiceProvider } from '../../../db/service-providers.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { serviceProviderSchema, updateServiceProviderSchema } from '../../contracts/service-provider.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest, notFound } from '../../problem.ts';
import { knownValue } from '../../stored-value.ts';
import { faultsOfSettings } from './provider-documents.ts';
import { toServiceProviderAnswer } from './service-provider-answer.ts';

export function registerUpdateServiceProvider(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'PATCH',
    url: '/v1/service-providers/:id',
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'updateServiceProvider',
      summary: 'Change a service provider, or switch its carrier writes on and off',
      description: 'What is absent stays as it is. Credentials are replaced by /credentials/rotate.',
      tags: ['Service providers'],
      params: idParams,
      body: updateServiceProviderSchema,
      response: { 200: serviceProviderSchema },
    },
    handler: async (request) => {
      const { body, params } = request;
      const author = authorOf(request);
      const present = await readServiceProvider(database, author.tenantId, params.id);
      if (present === null) throw notFound();
      if (body.settings !== undefined) {
        const faults = faultsOfSettings(knownValue(INTEGRATIONS, present.integration), body.settings);
        if (faults.length > 0) throw invalidRequest(faults);
      }
      const row = await updateServiceProvider(database, author, params.id, definedFields(body));
      if (row === null) throw notFound();
      return toServiceProviderAnswer(row);
    },
  });
}
