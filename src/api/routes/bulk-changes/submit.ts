import type { FastifyRequest } from 'fastify';
import { findServiceProviderTimeZone } from '../../../db/service-providers.ts';
import type { RepeatedDevice } from '../../../db/submission/repeated-devices.ts';
import type { SourceFile } from '../../../db/submission/store-bulk-change.ts';
import { submitBulkChange } from '../../../db/submission/submit-bulk-change.ts';
import type { ChangeRequest } from '../../../domain/change-request.ts';
import { CHANGE_BLOCKS } from '../../../domain/change-type.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import type { BulkChangeAnswer } from '../../contracts/bulk-change.ts';
import { submitBulkChangeSchema, type SubmitBulkChangeBody } from '../../contracts/submit-bulk-change.ts';
import {
  submittedBulkChangeSchema,
  type SubmissionWarning,
  type SubmittedBulkChange,
} from '../../contracts/submitted-bulk-change.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest } from '../../problem.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { isLocalDate } from './effective-date.ts';
import { submitterOf } from './repeated-change.ts';
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
        'Validates the request, stores it with a row for each device, and starts it unless processChanges is false. Faults of the request are 422 and nothing is stored; faults of a device are stored with its row. A device that is named more than once has one row, of its first place, and a warning.',
      tags: ['Bulk changes'],
      body: submitBulkChangeSchema,
      response: { 202: submittedBulkChangeSchema.describe('Accepted; Location names the change.') },
    },
    handler: async (request, reply) => {
      const { body } = request;
      const author = authorOf(request);
      const reading = toChangeRequest(body, await timeZoneOf(deps, author.tenantId, body));
      if (!reading.ok) throw invalidRequest(reading.faults);
      const change = { ...reading.request, ...sealPersonalFields(deps.encryption, author.tenantId, body) };
      const { id, repeated } = await storeChange(deps, request, change, requestToKeep(body));
      if (body.processChanges) await control.start(author.tenantId, id);
      void reply.code(202).header('location', `/v1/bulk-changes/${id}`);
      return withWarnings(await answerBulkChange(deps, author.tenantId, id), repeated);
    },
  });
}

export type RawRequest = Parameters<typeof submitBulkChange>[3];

export interface StoredSubmission {
  readonly id: string;
  /** The first devices that were named once more; none when an earlier call has stored the change. */
  readonly repeated: readonly RepeatedDevice[];
}

/**
 * Stores a change that has been read, unless an earlier call with the same key has; `file` is what its devices came in.
 * @throws Problem request.invalid
 */
export async function storeChange(
  deps: ApiDeps,
  request: FastifyRequest,
  change: ChangeRequest,
  raw: RawRequest,
  file?: SourceFile,
): Promise<StoredSubmission> {
  if (request.createdBefore !== null) return { id: request.createdBefore, repeated: [] };
  const submission = await submitBulkChange(
    { database: deps.database, now: () => deps.clock.now() },
    submitterOf(request),
    change,
    raw,
    definedFields({ file }),
  );
  if (!submission.ok) throw invalidRequest(submission.faults);
  return { id: submission.bulkChangeId, repeated: submission.repeated };
}

function withWarnings(answer: BulkChangeAnswer, repeated: readonly RepeatedDevice[]): SubmittedBulkChange {
  if (answer.duplicates === 0) return answer;
  const warnings = repeated.map(warningOf);
  return { ...answer, warnings, moreWarnings: answer.duplicates - warnings.length };
}

function warningOf({ place, firstPlace }: RepeatedDevice): SubmissionWarning {
  const detail = `The device stands in the request already, as /devices/${String(firstPlace)}; that one counts.`;
  return { pointer: `/devices/${String(place)}`, code: 'request.duplicate_device', detail };
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
