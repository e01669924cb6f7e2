import { readCallbackRegistration } from '../../../db/callback-registrations.ts';
import { readServiceProvider } from '../../../db/service-providers.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { callbackRegistrationSchema } from '../../contracts/callback-registration.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toCallbackRegistrationAnswer } from './callback-registration-answer.ts';

export function registerReadCallbacks(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/service-providers/:id/callbacks',
    config: { permission: 'provider:read' },
    schema: {
      operationId: 'readCallbackRegistration',
      summary: 'Read where the carrier sends its callbacks',
      description: 'All fields are null, and `registered` is false, while nothing was ever registered.',
      tags: ['Service providers'],
      params: idParams,
      response: { 200: callbackRegistrationSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const { id } = request.params;
      if ((await readServiceProvider(database, tenantId, id)) === null) throw notFound();
      return toCallbackRegistrationAnswer(await readCallbackRegistration(database, tenantId, id));
    },
  });
}
