import { z } from 'zod';
import { readBulkChange } from '../../../db/bulk-changes.ts';
import { readDeviceChange } from '../../../db/device-changes.ts';
import { correctDeviceChange } from '../../../db/submission/correct-device-change.ts';
import type { CorrectionResult, DeviceCorrection } from '../../../db/submission/correctable-row.ts';
import { readStoredRequest } from '../../../db/submission/read-stored-request.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idSchema } from '../../contracts/atoms.ts';
import { correctDeviceSchema, type CorrectDeviceBody } from '../../contracts/correct-device.ts';
import { deviceChangeSchema } from '../../contracts/device-change.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { invalidRequest, notFound, Problem } from '../../problem.ts';
import { stateConflict } from './act.ts';
import { toDeviceChangeAnswer } from './devices.ts';
import { readCorrection } from './read-correction.ts';
import { requestedBefore } from './stored-request.ts';

const rowParams = z.object({ id: idSchema, deviceChangeId: idSchema });

export function registerCorrectDeviceChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'PATCH',
    url: '/v1/bulk-changes/:id/devices/:deviceChangeId',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'correctDeviceChange',
      summary: 'Correct a failed device of a bulk change',
      description:
        'Judges the corrected row by the rules of a new change and stores it; with reprocess it is tried again, the carrier being read first. Its attempts and its log stay. A correction that cannot be carried out is 422 and leaves the row as it was. Of a change that requires an approval no row is corrected once it was approved, and none is tried unless it was (409): submit the corrected devices as a change of their own, or correct them without reprocess and /resubmit what nobody has approved.',
      tags: ['Bulk changes'],
      params: rowParams,
      body: correctDeviceSchema,
      response: { 202: deviceChangeSchema.describe('The row, corrected.') },
    },
    handler: async (request, reply) => {
      const { tenantId } = principalOf(request);
      const { id } = request.params;
      const wish = await wishOf(deps, tenantId, request.params, request.body);
      const context = { database: deps.database, now: () => deps.clock.now() };
      requireCorrected(wish, await correctDeviceChange(context, authorOf(request), wish));
      if (wish.reprocess) await deps.control.start(tenantId, id);
      void reply.code(202);
      return answerRow(deps, tenantId, request.params);
    },
  });
}

type RowParams = z.output<typeof rowParams>;

async function wishOf(
  deps: ApiDeps,
  tenantId: string,
  { id, deviceChangeId }: RowParams,
  body: CorrectDeviceBody,
): Promise<DeviceCorrection> {
  const source = await readStoredRequest(deps.database, tenantId, id);
  if (source === null) throw notFound();
  const reading = readCorrection(body);
  if (!reading.ok) throw invalidRequest(reading.faults);
  // Only a correction of what is asked for needs to know what was asked for.
  const needsRequest = source.undoOf === null && Object.keys(reading.correction).length > 0;
  return {
    ...reading.fields,
    bulkChangeId: id,
    deviceChangeId,
    correction: reading.correction,
    change: needsRequest ? await requestedBefore(deps, source) : null,
    reprocess: body.reprocess,
  };
}

function requireCorrected({ device }: DeviceCorrection, result: CorrectionResult): void {
  switch (result.outcome) {
    case 'done':
      return;
    case 'not_found':
      throw notFound();
    case 'wrong_state':
      throw stateConflict('retry', result.status);
    case 'row_conflict':
      throw new Problem('bulk_change.state_conflict', result.reason);
    case 'refused':
      throw invalidRequest(result.faults);
    case 'device_fault': {
      const pointer = device === undefined ? '' : `/${device.identifierType.toLowerCase()}`;
      throw invalidRequest([{ pointer, code: result.code, detail: result.message }]);
    }
  }
}

async function answerRow(
  { database, temporalUi }: ApiDeps,
  tenantId: string,
  { id, deviceChangeId }: RowParams,
) {
  const change = await readBulkChange(database, tenantId, id);
  const row = await readDeviceChange(database, tenantId, id, deviceChangeId);
  if (change === null || row === null) throw notFound();
  return toDeviceChangeAnswer(temporalUi, change, row);
}
