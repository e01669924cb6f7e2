import type { CarrierFrame } from '../frame/carrier.ts';
import type { Table } from '../frame/table.ts';
import type { RevioAccount } from './account.ts';
import { revioProductSchema, type RevioProduct } from './product.ts';
import { revioServiceSchema, type RevioService } from './service.ts';

/** All that the billing system knows. */
export interface RevioState {
  frame: CarrierFrame;
  accounts: readonly RevioAccount[];
  services: Table<RevioService>;
  products: Table<RevioProduct>;
  nextServiceId: () => number;
  nextProductId: () => number;
}

const firstServiceId = 500_001;
const firstProductId = 900_001;

/** Declares the billing system's tables on the frame's store. */
export function createRevioState(frame: CarrierFrame, accounts: readonly RevioAccount[]): RevioState {
  const serviceIds = createNumbering(firstServiceId);
  const productIds = createNumbering(firstProductId);
  return {
    frame,
    accounts,
    nextServiceId: serviceIds.next,
    nextProductId: productIds.next,
    services: frame.store.table({
      name: 'services',
      schema: revioServiceSchema,
      idOf: ({ serviceId }) => String(serviceId),
      keysOf: ({ number, iccid }) => [...new Set([number, ...(iccid === null ? [] : [iccid])])],
      onPut: ({ serviceId }) => serviceIds.used(serviceId),
    }),
    products: frame.store.table({
      name: 'products',
      schema: revioProductSchema,
      idOf: ({ serviceProductId }) => String(serviceProductId),
      keysOf: ({ serviceId }) => [String(serviceId)],
      onPut: ({ serviceProductId }) => productIds.used(serviceProductId),
    }),
  };
}

function createNumbering(first: number): { next: () => number; used: (id: number) => void } {
  let next = first;
  return {
    next: () => next,
    used: (id) => {
      next = Math.max(next, id + 1);
    },
  };
}
