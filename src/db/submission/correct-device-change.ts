import { mayAct } from '../../domain/bulk-change-status.ts';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestFault } from '../../domain/change-request.ts';
import { correctionFaults } from '../../domain/row-correction.ts';
import type { Database } from '../client.ts';
import {
  readCorrectableRow,
  type CorrectableRow,
  type CorrectionResult,
  type DeviceCorrection,
  type JudgedRow,
} from './correctable-row.ts';
import { correctedOrder } from './corrected-order.ts';
import { findCandidates } from './find-candidates.ts';
import { findOrderableProvider, type OrderableProvider } from './orderable-provider.ts';
import { obstacleInDoubt, obstacleOfRow } from './row-in-doubt.ts';
import { judgeRow, withOwnImei } from './judge-rows.ts';
import { storeCorrection } from './store-correction.ts';
import { revCustomerOf, type Submitter } from './submit-bulk-change.ts';

/**
 * Corrects one failed row: judges it by the rules that sealed the plan, keeps what was corrected with it, and opens it
 * again where that is wished. Nothing is stored unless the corrected row could be carried out.
 */
export async function correctDeviceChange(
  deps: { readonly database: Database; readonly now: () => Date },
  who: Submitter,
  wish: DeviceCorrection,
): Promise<CorrectionResult> {
  const row = await readCorrectableRow(deps.database, who.tenantId, wish);
  if (row === null) return { outcome: 'not_found' };
  if (!mayAct('retry', row.change.status)) return { outcome: 'wrong_state', status: row.change.status };
  const closed = obstacleOfRow(row);
  if (closed !== null) return { outcome: 'row_conflict', reason: closed };
  const found = await findOrderableProvider(deps.database.prisma, who.tenantId, row.change.serviceProviderId);
  if (!found.ok) return { outcome: 'refused', faults: [{ ...found.fault, pointer: '' }] };
  const faults = faultsOf(row, wish);
  if (faults.length > 0) return { outcome: 'refused', faults };
  const now = deps.now();
  const resolved = await correctedOrder(deps.database.prisma, found.provider, row, wish, now);
  if (!resolved.ok) return { outcome: 'refused', faults: resolved.faults };
  const judged = await judge(deps.database, found.provider, row, wish, resolved.order);
  if ('outcome' in judged) return judged;
  const obstacle = obstacleInDoubt(found.provider.integration, row, judged.deviceId, resolved.order);
  if (obstacle !== null) return { outcome: 'row_conflict', reason: obstacle };
  return storeCorrection(deps.database, who, { row, wish, order: resolved.order, judged, now });
}

function faultsOf(
  row: CorrectableRow,
  { device, imei, correction, change }: DeviceCorrection,
): RequestFault[] {
  const fields = Object.keys(correction);
  if (device === undefined && imei === undefined && fields.length === 0) {
    const detail = 'Name at least one field that is to be corrected.';
    return [{ pointer: '', code: 'device_change.nothing_to_correct', detail }];
  }
  if (change !== null) return correctionFaults(row.change.order.changeType, correction);
  const detail = 'The row takes a device back to what it was: nothing else can be asked of it.';
  return fields.map((field) => ({ pointer: `/${field}`, code: 'device.field_unsupported', detail }));
}

async function judge(
  { prisma, pool }: Database,
  { id: serviceProviderId, tenantId, integration }: OrderableProvider,
  row: CorrectableRow,
  { device, imei }: DeviceCorrection,
  order: ChangeOrder,
): Promise<JudgedRow | Extract<CorrectionResult, { outcome: 'device_fault' }>> {
  const named = device ?? { identifier: row.identifier, identifierType: row.identifierType };
  const candidates = await findCandidates(pool, integration, {
    tenantId,
    serviceProviderId,
    devices: [named],
    revCustomerIdOf: revCustomerOf(order),
  });
  const candidate = candidates.get(named.identifier);
  const ownImei = imei ?? (device === undefined ? row.overrides?.imei : undefined);
  const isRepeated =
    candidate !== undefined &&
    (await prisma.deviceChange.count({
      where: { bulkChangeId: row.change.id, deviceId: candidate.deviceId, id: { not: row.id } },
    })) > 0;
  const facts = withOwnImei(candidate, ownImei === undefined ? {} : { imei: ownImei });
  const verdict = judgeRow(integration, order, facts, isRepeated);
  if (!verdict.ok) return { outcome: 'device_fault', code: verdict.code, message: verdict.message };
  if (facts === undefined) throw new Error('A device that is not there is refused.');
  return { deviceId: facts.deviceId, before: verdict.before, after: verdict.after };
}
