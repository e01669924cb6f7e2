import { readCallbackRegistration, requestCallbackRegistration } from '../../../db/callback-registrations.ts';
import { readServiceProvider, type ServiceProviderRow } from '../../../db/service-providers.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { callbackRegistrationSchema } from '../../contracts/callback-registration.ts';
import { nextCallbackCredentials } from '../../next-callback-credentials.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest, notFound } from '../../problem.ts';
import { publicAddress } from '../../public-address.ts';
import { toCallbackRegistrationAnswer } from './callback-registration-answer.ts';

export function registerRegisterCallbacks(app: ApiApp, deps: ApiDeps): void {
  const { database, encryption, clock, publicUrl } = deps;
  app.route({
    method: 'POST',
    url: '/v1/service-providers/:id/callbacks/register',
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'registerCallbacks',
      summary: 'Tell the carrier where to send its callbacks',
      description:
        'For ThingSpace. The product makes a user and password, tells them to the carrier together with its own address, and answers after the carrier did, or after ten seconds. Calling it again replaces user and password; callbacks under way with those before them are still taken.',
      tags: ['Service providers'],
      params: idParams,
      response: {
        202: callbackRegistrationSchema.describe(
          'Stored; `registered` says whether the carrier has taken it.',
        ),
      },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { tenantId } = author;
      const { id } = request.params;
      const provider = await readServiceProvider(database, tenantId, id);
      if (provider === null) throw notFound();
      refuseUnable(provider);
      const address = publicAddress(publicUrl, request) ?? refuseAddress();
      const row = await requestCallbackRegistration(database, author, {
        serviceProviderId: id,
        url: `${address}/v1/carrier-callbacks/thingspace/${id}`,
        now: clock.now(),
        seal: (present) => nextCallbackCredentials(encryption, tenantId, present),
      });
      if (row === null) throw notFound();
      await deps.callbacks.register(id);
      void reply.code(202).header('location', `/v1/service-providers/${id}/callbacks`);
      return toCallbackRegistrationAnswer(await readCallbackRegistration(database, tenantId, id));
    },
  });
}

function refuseUnable({ integration, writeEnabled }: ServiceProviderRow): void {
  if (integration !== 'THINGSPACE') {
    const detail = `${integration} sends no callbacks: its results are read from the carrier.`;
    throw invalidRequest([{ pointer: '', code: 'callback.integration_unsupported', detail }]);
  }
  if (!writeEnabled) {
    const detail = 'Carrier writes are switched off for this service provider.';
    throw invalidRequest([{ pointer: '', code: 'provider.writes_disabled', detail }]);
  }
}

function refuseAddress(): never {
  const detail =
    'The carrier cannot be given an address of this API: set MILLPOND_PUBLIC_URL to one that begins with https.';
  throw invalidRequest([{ pointer: '', code: 'callback.address_unusable', detail }]);
}
