import type { RevProductOrder } from '../domain/change-request.ts';
import type { OutsideCall } from '../platform/exchange.ts';

export interface BillingServiceOrder {
  readonly revCustomerId: string;
  /** The line's number: MSISDN, or ICCID where the device has none. */
  readonly number: string;
  readonly iccid: string;
  readonly serviceTypeId: string | null;
  readonly packageId: string | null;
  /** ISO instant. */
  readonly activatedAt: string;
  readonly prorate: boolean;
  readonly description: string | null;
}

export interface BillingProduct {
  readonly externalId: string;
  readonly productId: string;
  readonly rate: number;
}

/** The billing system (Rev.io). All throw CarrierError with a `billing.…` code. */
export interface BillingPort {
  /** Creates the line. When reading first, a connected line of this number and customer is taken as ours. */
  ensureService(order: BillingServiceOrder, call: OutsideCall): Promise<{ readonly externalId: string }>;
  /** Creates the products the line lacks; always lists first, since a second product is a second charge. */
  ensureProducts(
    serviceExternalId: string,
    products: readonly RevProductOrder[],
    call: OutsideCall,
  ): Promise<readonly BillingProduct[]>;
}
