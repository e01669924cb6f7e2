import type { ChangeOrder } from '../../domain/change-order.ts';
import type { ChangeRequest, RequestFault } from '../../domain/change-request.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { correctedOrders } from './corrected-orders.ts';
import { datedOrders } from './dated-orders.ts';
import { deviceDateFaults } from './device-date-faults.ts';
import { findCandidates } from './find-candidates.ts';
import { findOrderableProvider } from './orderable-provider.ts';
import { resolveOrder } from './resolve-order.ts';
import { sealPlan } from './seal-plan.ts';
import { storeBulkChange, type NewBulkChange, type Submitter } from './store-bulk-change.ts';

export type { Submitter };

export type Submission =
  | { readonly ok: true; readonly bulkChangeId: string }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/**
 * Validates a request and stores it with all its rows, its log and the wish to be started, in one transaction: after
 * it, the change is either known and will run, or nothing was stored. Faults of the request are returned all at once;
 * faults of a device are stored in its row. `rawRequest` is the body as it was sent, without the devices and without
 * anything personal, which `request.personal` has encrypted.
 */
export async function submitBulkChange(
  deps: { readonly database: Database; readonly now: () => Date },
  who: Submitter,
  request: ChangeRequest,
  rawRequest: Prisma.InputJsonObject,
  origin?: NewBulkChange['origin'],
): Promise<Submission> {
  const { prisma } = deps.database;
  const found = await findOrderableProvider(prisma, who.tenantId, request.serviceProviderId);
  if (!found.ok) return { ok: false, faults: [found.fault] };
  const { provider } = found;
  const now = deps.now();
  const resolved = await resolveOrder(prisma, provider, request.change, now);
  if (!resolved.ok) return { ok: false, faults: resolved.faults };
  const { order } = resolved;
  const own = await correctedOrders(prisma, provider, request, now);
  if (!own.ok) return { ok: false, faults: own.faults };
  const badDates = deviceDateFaults(provider, request, now);
  if (badDates.length > 0) return { ok: false, faults: badDates };
  const { integration } = provider;
  const candidates = await findCandidates(deps.database.pool, integration, {
    tenantId: who.tenantId,
    serviceProviderId: provider.id,
    devices: request.devices,
    revCustomerIdOf: revCustomerOf(order),
  });
  const date = request.change.effectiveDate;
  const terms = { effectiveAt: date?.at ?? null, personal: request.personal ?? null };
  const plan = sealPlan(
    integration,
    { order, own: datedOrders(order, request.devices, own.orders) },
    request.devices,
    candidates,
    terms,
  );
  const bulkChangeId = await storeBulkChange(deps.database, {
    who,
    provider,
    terms: request,
    ...(date === undefined ? {} : { effectiveDate: date }),
    rawRequest,
    order,
    plan,
    ...(origin === undefined ? {} : { origin }),
    now,
  });
  return { ok: true, bulkChangeId };
}

export function revCustomerOf(order: ChangeOrder): string | null {
  return order.changeType === 'customerassignment' && order.rev !== null ? order.customerId : null;
}
