import { readBulkChange, type BulkChangeRow } from '../../../db/bulk-changes.ts';
import { groupPlanRows, listPlanRows, type PlanGroup, type PlanRow } from '../../../db/plan-rows.ts';
import { readFormerPlans } from '../../../db/submission/read-former-plans.ts';
import { BULK_CHANGE_STATUSES } from '../../../domain/bulk-change-status.ts';
import { carrierCallsOf } from '../../../domain/carrier-calls.ts';
import type { ChangeOrder } from '../../../domain/change-order.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import { recipeFor } from '../../../domain/recipe.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { pageOnlyQuery } from '../../contracts/paging.ts';
import { planSchema, type PlanItem } from '../../contracts/plan.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { knownValue, orNull } from '../../stored-value.ts';
import { carrierPaceOf } from './carrier-pace.ts';
import { irreversibleReason, type ReversalBasis } from './plan-reversal.ts';

export function registerReadPlan(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id/plan',
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'readPlan',
      summary: 'Read what a change will do to each device',
      description:
        'Before and after, calls at the carrier, what could not be taken back, and other changes that name the same devices. The plan is sealed when the change is submitted; its hash is the ETag.',
      tags: ['Bulk changes'],
      params: idParams,
      querystring: pageOnlyQuery,
      response: { 200: planSchema },
    },
    handler: async (request, reply) => {
      const { tenantId } = principalOf(request);
      const page = readPageQuery(request.query, 'rowNumber');
      const change = await readBulkChange(database, tenantId, request.params.id);
      if (change === null) throw notFound();
      const { id, planHash, total, serviceProviderId } = change;
      const integration = knownValue(INTEGRATIONS, change.integration);
      const plans = await readFormerPlans(database.prisma, { tenantId, id: serviceProviderId, integration });
      const basis = { integration, plans };
      const rows = await listPlanRows(database, tenantId, id, page);
      const groups = page.after === undefined ? await groupPlanRows(database, tenantId, id) : null;
      void reply.header('etag', `"${planHash}"`);
      return {
        planHash,
        total,
        ...summaryOf(change, basis, groups),
        ...toPageAnswer(rows, (row) => toItem(change, basis, row)),
      };
    },
  });
}

function orderOf(change: BulkChangeRow): ChangeOrder {
  return change.order as unknown as ChangeOrder;
}

function callsOf(order: ChangeOrder, { integration }: ReversalBasis): number {
  // Both orders of a package change take the same calls.
  return carrierCallsOf(recipeFor(integration, order, { packageChangeOrder: 'terminate_first' }));
}

/** `groups` is null where the sums are not asked for: they take a look at every row. */
function summaryOf(change: BulkChangeRow, basis: ReversalBasis, groups: readonly PlanGroup[] | null) {
  const perDevice = callsOf(orderOf(change), basis);
  if (groups === null) {
    return {
      refused: null,
      carrierCalls: { perDevice, total: null },
      estimatedSeconds: null,
      irreversible: null,
    };
  }
  let [refused, calls, irreversible] = [0, 0, 0];
  for (const { order: own, before, after, count } of groups) {
    const order = own ?? orderOf(change);
    if (before === null || after === null) {
      refused += count;
      continue;
    }
    calls += count * callsOf(order, basis);
    if (irreversibleReason(basis, order, before, after) !== null) irreversible += count;
  }
  const { requestsPerSecond } = carrierPaceOf(change);
  const estimatedSeconds = requestsPerSecond === null ? null : Math.ceil(calls / requestsPerSecond);
  return { refused, carrierCalls: { perDevice, total: calls }, estimatedSeconds, irreversible };
}

function toItem(change: BulkChangeRow, basis: ReversalBasis, row: PlanRow): PlanItem {
  const { before, after } = row;
  const order = row.order ?? orderOf(change);
  const isDone = before !== null && after !== null;
  const reason = isDone ? irreversibleReason(basis, order, before, after) : null;
  return {
    rowNumber: row.rowNumber,
    deviceChangeId: row.id,
    identifier: row.identifier,
    before,
    after,
    refusal: isDone ? null : { code: row.errorCode, detail: row.errorMessage },
    effectiveAt: orNull(row.effectiveAt ?? change.effectiveAt),
    carrierCalls: isDone ? callsOf(order, basis) : 0,
    reversible: isDone ? reason === null : null,
    irreversibleReason: reason,
    conflicts: row.conflicts.map(({ bulkChangeId, status }) => ({
      bulkChangeId,
      status: knownValue(BULK_CHANGE_STATUSES, status),
    })),
  };
}
