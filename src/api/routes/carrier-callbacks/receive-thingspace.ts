import { z } from 'zod';
import { keepCallback } from '../../../db/carrier-callbacks.ts';
import { logDescription } from '../../../domain/audit-text.ts';
import { redactText } from '../../../platform/redact.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { callbackKeptSchema, carrierCallbackSchema } from '../../contracts/carrier-callback.ts';
import { problemSchema } from '../../contracts/problem.ts';
import { Problem } from '../../problem.ts';
import { readEnvelope, toldCredentials } from './callback-envelope.ts';
import { toCallbackMessage } from './callback-message.ts';
import { createCallbackSenderCheck } from './callback-sender-check.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

/** The changes that send requests to the carrier. */
const LATE_DESCRIPTIONS = {
  statusupdate: logDescription('statusupdate', 'THINGSPACE', 'Late Callback'),
  carrierrateplanchange: logDescription('carrierrateplanchange', 'THINGSPACE', 'Late Callback'),
};

export function registerReceiveThingspaceCallback(app: ApiApp, deps: ApiDeps): void {
  const isSender = createCallbackSenderCheck(deps);
  app.route({
    method: 'POST',
    url: '/v1/carrier-callbacks/thingspace/:serviceProviderId',
    // The message itself carries the credential. The carrier sends thousands of messages in a burst from a few addresses,
    // and gives up after four tries: a limit by address, which is all there is without a token, would lose results.
    config: { public: true, unlimited: true },
    bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      operationId: 'receiveThingspaceCallback',
      summary: 'Take a callback of ThingSpace',
      description:
        'Called by the carrier. Answered once the message is stored; the same message may come again at any time. Its user and password are those of POST /v1/service-providers/{id}/callbacks/register, or the ones before them.',
      tags: ['Carrier callbacks'],
      params: z.object({ serviceProviderId: z.string() }),
      body: carrierCallbackSchema,
      response: {
        200: callbackKeptSchema,
        401: {
          description: 'The message does not name the user and password of the registration.',
          content: { 'application/problem+json': { schema: problemSchema } },
        },
      },
    },
    handler: async (request) => {
      const { body } = request;
      const { serviceProviderId } = request.params;
      if (!(await isSender(serviceProviderId, toldCredentials(body), request.log))) throw unknownSender();
      const { requestId, iccid, errorText } = readEnvelope(body);
      const { message, newsSha256 } = toCallbackMessage(body);
      const kept = await keepCallback(deps.database, {
        ...{ serviceProviderId, requestId, iccid, message, newsSha256, receivedAt: deps.clock.now() },
        whenLate: { descriptions: LATE_DESCRIPTIONS, responseText: redactText(message), errorText },
      });
      // Not waited for: the carrier waits for nothing but the storing. News that came before is told once more, since the
      // first signal may have been lost.
      if (kept.iccid !== null && !kept.isLate) {
        deps.callbacks.tellDevice({ serviceProviderId, iccid: kept.iccid, requestId });
      }
      return {};
    },
  });
}

function unknownSender(): Problem {
  return new Problem(
    'callback.credentials_invalid',
    'The message does not name the user and password of a callback registration at this address.',
  );
}
