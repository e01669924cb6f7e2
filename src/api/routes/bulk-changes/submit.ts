import type { FastifyRequest } from 'fastify';
import { findServiceProviderTimeZone } from '../../../db/service-providers.ts';
import { submitBulkChange } from '../../../db/submission/submit-bulk-change.ts';
import type { ChangeRequest } from '../../../domain/change-request.ts';
import { CHANGE_BLOCKS } from '../../../domain/change-type.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { submitBulkChangeSchema, type SubmitBulkChangeBody } from '../../contracts/submit-bulk-change.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest } from '../../problem.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { isLocalDate } from './effective-date.ts';
import { sealPersonalFields, withoutPersonalFields } from './personal-fields.ts';
import { toChangeRequest } from './to-change-request.ts';

/** A million devices by ICCID fit, the most a change may have. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

export function registerSubmitBulkChange(app: ApiApp, deps: ApiDeps): void {
  const { control } = deps;
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes',
    bodyLimit: BODY_LIMIT_BYTES,
    config: { permission: 'bulk-change:submit' },
    schema: {
      operationId: 'submitBulkChange',
      summary: 'Submit a bulk change',
      description:
        'Validates the request, stores it with a row for each device, and starts it unless processChanges is false. Faults of the request are 422 and nothing is stored; faults of a device are stored with its row.',
      tags: ['Bulk changes'],
      body: submitBulkChangeSchema,
      response: { 202: bulkChangeSchema.describe('Accepted; Location names the change.') },
    },
    handler: async (request, reply) => {
      const { body } = request;
      const author = authorOf(request);
      const reading = toChangeRequest(body, await timeZoneOf(deps, author.tenantId, body));
      if (!reading.ok) throw invalidRequest(reading.faults);
      const change = { ...reading.request, ...sealPersonalFields(deps.encryption, author.tenantId, body) };
      const id = request.createdBefore ?? (await storeChange(deps, request, change, requestToKeep(body)));
      if (body.processChanges) await control.start(author.tenantId, id);
      void reply.code(202).header('location', `/v1/bulk-changes/${id}`);
      return answerBulkChange(deps, author.tenantId, id);
    },
  });
}

export type RawRequest = Parameters<typeof submitBulkChange>[3];

/** Stores a change that has been read; `fileName` is what its devices came in. Returns its id. @throws Problem request.invalid */
export async function storeChange(
  deps: ApiDeps,
  request: FastifyRequest,
  change: ChangeRequest,
  raw: RawRequest,
  fileName?: string,
): Promise<string> {
  const idempotencyKey = request.idempotentCall?.key;
  const submission = await submitBulkChange(
    { database: deps.database, now: () => deps.clock.now() },
    { ...authorOf(request), ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
    change,
    raw,
    definedFields({ fileName }),
  );
  if (!submission.ok) throw invalidRequest(submission.faults);
  return submission.bulkChangeId;
}

/** Where local dates of the request are. An unknown provider is reported by the submission itself. */
async function timeZoneOf({ database }: ApiDeps, tenantId: string, body: SubmitBulkChangeBody) {
  if (body.timeZone !== undefined) return body.timeZone;
  const isLocal =
    isLocalDate(body[CHANGE_BLOCKS[body.changeType]]?.effectiveDate) ||
    body.devices.some((device) => typeof device === 'object' && isLocalDate(device.effectiveDate));
  if (!isLocal) return undefined;
  return findServiceProviderTimeZone(database, tenantId, body.serviceProviderId);
}

/** The request as it is kept, without its devices; JSON has no word for undefined. */
export function requestToKeep(body: SubmitBulkChangeBody): RawRequest {
  const { devices: _devices, ...kept } = withoutPersonalFields(body);
  return JSON.parse(JSON.stringify(kept)) as RawRequest;
}
