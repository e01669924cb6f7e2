import type { z } from 'zod';
import { readBulkChange, setTimeZone, type BulkChangeRow } from '../../../db/bulk-changes.ts';
import { planDateFaults } from '../../../db/submission/plan-date-faults.ts';
import { readBillingCalendar } from '../../../db/submission/read-billing-calendar.ts';
import type { RequestedDate } from '../../../domain/change-request.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import { RESCHEDULE_UPDATE } from '../../../domain/workflow-id.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { rescheduleBodySchema } from '../../contracts/bulk-change-action.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest, notFound } from '../../problem.ts';
import { knownValue } from '../../stored-value.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { isLocalDate, readEffectiveDate } from './effective-date.ts';
import { steerBulkChange } from './steer.ts';

export function registerRescheduleBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/reschedule',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'rescheduleBulkChange',
      summary: 'Move the date of a change that has not begun',
      description:
        'A date that has passed means now. Devices with a date of their own keep it. A local time that a change to summer time skips counts as an hour later, one that the change back doubles as the first of the two.',
      tags: ['Bulk changes'],
      params: idParams,
      body: rescheduleBodySchema,
      response: { 202: bulkChangeSchema.describe('The change with its new date.') },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      const change = await readBulkChange(deps.database, author.tenantId, id);
      if (change === null) throw notFound();
      const date = await readDate(deps, change, request.body);
      const effectiveAt = date.at.toISOString();
      const audited = { effectiveAt, before: change.effectiveAt?.toISOString() ?? null };
      await steerBulkChange(deps, request, id, { update: RESCHEDULE_UPDATE, argument: effectiveAt, audited });
      if (date.timeZone !== undefined) await setTimeZone(deps.database, author.tenantId, id, date.timeZone);
      void reply.code(202);
      return answerBulkChange(deps, author.tenantId, id);
    },
  });
}

/** @throws Problem request.invalid */
async function readDate(
  { database, clock }: ApiDeps,
  change: BulkChangeRow,
  { effectiveDate, timeZone }: z.output<typeof rescheduleBodySchema>,
): Promise<RequestedDate> {
  const { tenantId, serviceProviderId, changeType } = change;
  const calendar = await readBillingCalendar(database, tenantId, serviceProviderId);
  if (calendar === null) throw notFound();
  const isLocal = isLocalDate(effectiveDate);
  const zone = timeZone ?? (isLocal ? (change.timeZone ?? calendar.timeZone) : undefined);
  const reading = readEffectiveDate(effectiveDate, zone);
  if (!reading.ok) {
    const pointer = reading.code === 'time_zone.unknown' ? '/timeZone' : '/effectiveDate';
    throw invalidRequest([{ pointer, code: reading.code, detail: reading.detail }]);
  }
  const date = reading.date ?? { at: clock.now() };
  if (changeType === 'carrierrateplanchange') {
    const integration = knownValue(INTEGRATIONS, change.integration);
    const faults = planDateFaults({ integration, billing: calendar }, date.at, clock.now());
    if (faults.length > 0)
      throw invalidRequest(faults.map((fault) => ({ ...fault, pointer: '/effectiveDate' })));
  }
  return date;
}
