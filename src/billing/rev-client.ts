import { CarrierError } from '../carriers/carrier-error.ts';
import { readAllPages } from '../carriers/read-all-pages.ts';
import type { RevProductOrder } from '../domain/change-request.ts';
import type { OutsideCall } from '../platform/exchange.ts';
import type { RevServiceAnswer } from './answer.ts';
import type { BillingPort, BillingProduct, BillingServiceOrder } from './billing-port.ts';
import { matchProducts } from './match-products.ts';
import type { RevBillingOptions } from './rev-options.ts';
import { createRevRequests, type RevRequests } from './rev-requests.ts';

/** Rev.io: HTTP Basic with each call, no idempotency key, so that every repeated write would be one more charge. */
export function createRevBilling(options: RevBillingOptions): BillingPort {
  const requests = createRevRequests(options);
  return {
    async ensureService(order, call) {
      const ours = call.readFirst ? await findConnected(requests, order, call) : undefined;
      const { serviceId } = ours ?? (await requests.createService(order, call));
      return { externalId: serviceId };
    },

    async ensureProducts(serviceExternalId, products, call) {
      const listed = await requests.listProducts(serviceExternalId, call);
      const active = listed.filter(({ status }) => status === 'ACTIVE');
      const done: BillingProduct[] = [];
      for (const { order, existing } of matchProducts(products, active)) {
        done.push(existing ?? (await create(requests, serviceExternalId, order, call)));
      }
      return done;
    },
  };
}

/** The filter of the query is not relied upon: another customer's line must never be taken for ours. */
async function findConnected(
  requests: RevRequests,
  order: BillingServiceOrder,
  call: OutsideCall,
): Promise<RevServiceAnswer | undefined> {
  const list = { what: 'service lines', unreadable: 'billing.unavailable' } as const;
  const lines = await readAllPages(list, ({ page }) => requests.findServices(order, page, call));
  return lines.find(
    (line) =>
      line.number === order.number &&
      line.customerId === order.revCustomerId &&
      (line.disconnectedDate ?? null) === null,
  );
}

async function create(
  requests: RevRequests,
  serviceId: string,
  order: RevProductOrder,
  call: OutsideCall,
): Promise<BillingProduct> {
  try {
    const { serviceProductId } = await requests.createProduct(serviceId, order, call);
    return { externalId: serviceProductId, productId: order.productId, rate: order.rate };
  } catch (error) {
    throw halfApplied(error, serviceId, order);
  }
}

/** A refused product leaves a line without it: that state has a code of its own. */
function halfApplied(error: unknown, serviceId: string, order: RevProductOrder): unknown {
  if (!(error instanceof CarrierError) || error.code !== 'billing.rejected') return error;
  return new CarrierError({
    code: 'billing.half_applied',
    message: `Service line ${serviceId} exists, but product ${order.productId} was not added. ${error.message}`,
    ...(error.httpStatus === undefined ? {} : { httpStatus: error.httpStatus }),
    mayHaveApplied: false,
    cause: error,
  });
}
