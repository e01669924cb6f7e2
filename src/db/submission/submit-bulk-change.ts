import type { ChangeOrder } from '../../domain/change-order.ts';
import type { ChangeRequest, RequestFault } from '../../domain/change-request.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import type { Queryable } from '../transaction.ts';
import { correctedOrders } from './corrected-orders.ts';
import { createDeviceDateCheck } from './device-date-faults.ts';
import { findCandidates } from './find-candidates.ts';
import { createRowJudge, type PlannedPage } from './judge-rows.ts';
import { findOrderableProvider, type OrderableProvider } from './orderable-provider.ts';
import { ownOrders } from './own-orders.ts';
import { MAX_LISTED_REPEATED, type RepeatedDevice } from './repeated-devices.ts';
import { resolveOrder } from './resolve-order.ts';
import { storeBulkChange, type NewBulkChange, type Submitter } from './store-bulk-change.ts';

export type { Submitter };

export type Submission =
  | {
      readonly ok: true;
      readonly bulkChangeId: string;
      /** The first devices that the request names once more. */
      readonly repeated: readonly RepeatedDevice[];
    }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/** What else belongs to a submission. */
type Circumstances = Pick<NewBulkChange, 'origin' | 'file'>;

/**
 * Validates a request and stores it with all its rows, its log and the wish to be started, in one transaction: after
 * it, the change is either known and will run, or nothing was stored. Faults of the request are returned all at once;
 * faults of a device are stored in its row; a device that is named twice has one row. Devices are judged and stored page by page, so that the memory it takes
 * hardly grows with their number. `rawRequest` is the body as it was sent, without the devices and without anything
 * personal, which `request.personal` has encrypted.
 */
export async function submitBulkChange(
  deps: { readonly database: Database; readonly now: () => Date },
  who: Submitter,
  request: ChangeRequest,
  rawRequest: Prisma.InputJsonObject,
  circumstances: Circumstances = {},
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
  const date = request.change.effectiveDate;
  const repeated: RepeatedDevice[] = [];
  const plan = { provider, order, corrected: own.orders, request, now, repeated };
  try {
    const bulkChangeId = await storeBulkChange(deps.database, {
      who,
      provider,
      terms: request,
      ...(date === undefined ? {} : { effectiveDate: date }),
      rawRequest,
      order,
      rowsFrom: (client) => planRows(client, plan),
      ...circumstances,
      now,
    });
    return { ok: true, bulkChangeId, repeated };
  } catch (error) {
    if (error instanceof DevicesRefused) return { ok: false, faults: error.faults };
    throw error;
  }
}

/** Thrown when devices of the request have faults for which nothing may be stored, so that what was begun is undone. */
class DevicesRefused extends Error {
  override readonly name = 'DevicesRefused';
  readonly faults: readonly RequestFault[];

  constructor(faults: readonly RequestFault[]) {
    super('Devices of the request have faults.');
    this.faults = faults;
  }
}

interface Plan {
  readonly provider: OrderableProvider;
  readonly order: ChangeOrder;
  readonly corrected: ReadonlyMap<string, ChangeOrder>;
  readonly request: ChangeRequest;
  readonly now: Date;
  /** Is filled with the first of them. */
  readonly repeated: RepeatedDevice[];
}

/** Far more than an answer lists; beyond it nobody gains by looking on. */
const MAX_FAULTS = 10_000;

async function* planRows(client: Queryable, plan: Plan): AsyncGenerator<PlannedPage> {
  const { provider, order, corrected, request, now, repeated } = plan;
  const dateFaultsOf = createDeviceDateCheck(provider, request.change.changeType, now);
  const judge = createRowJudge(provider.integration, order);
  const faults: RequestFault[] = [];
  for await (const devices of request.devices) {
    faults.push(...dateFaultsOf(devices));
    if (faults.length >= MAX_FAULTS) break;
    if (faults.length > 0) continue;
    const candidates = await findCandidates(client, provider.integration, {
      tenantId: provider.tenantId,
      serviceProviderId: provider.id,
      devices,
      revCustomerIdOf: revCustomerOf(order),
    });
    const page = judge.judge(devices, candidates, ownOrders(order, devices, corrected));
    repeated.push(...page.repeated.slice(0, MAX_LISTED_REPEATED - repeated.length));
    yield page;
  }
  if (faults.length > 0) throw new DevicesRefused(faults);
}

export function revCustomerOf(order: ChangeOrder): string | null {
  return order.changeType === 'customerassignment' && order.rev !== null ? order.customerId : null;
}
