import { z } from 'zod';
import type { CarrierRecords } from '../frame/carrier.ts';
import { placeInAccount } from '../frame/place-in-account.ts';
import { revioProductSchema } from './product.ts';
import type { RevioState } from './revio-state.ts';
import { revioServiceSchema, type RevioService } from './service.ts';
import { deviceOf } from './service-view.ts';

const givenProductsSchema = z.object({
  products: z.array(z.record(z.string(), z.unknown())).default([]),
});

/** The truth by number, ICCID or service id: a device's lines, each with its products. */
export function createRevioRecords(state: RevioState): CarrierRecords {
  const shown = (service: RevioService): Record<string, unknown> => ({
    identifier: deviceOf(service),
    ...service,
    products: state.products.find(String(service.serviceId)),
  });
  return {
    get: (identifier) => {
      const byId = state.services.get(identifier);
      const services = byId === undefined ? state.services.find(identifier) : [byId];
      return services.length === 0 ? undefined : { identifier, services: services.map(shown) };
    },
    all: function* () {
      for (const service of state.services.values()) yield shown(service);
    },
    add: (record) => addService(state, record),
  };
}

/** A line that is added again, under its id, loses the products it had. */
function addService(state: RevioState, record: unknown): void {
  const createdDate = state.frame.clock.iso();
  const placed = placeInAccount(record, state.accounts);
  const service = revioServiceSchema.parse({ serviceId: state.nextServiceId(), createdDate, ...placed });
  const first = state.nextProductId();
  const { serviceId } = service;
  const products = givenProductsSchema
    .parse(placed)
    .products.map((given, at) =>
      revioProductSchema.parse({ serviceProductId: first + at, createdDate, ...given, serviceId }),
    );
  for (const { serviceProductId } of state.products.find(String(serviceId))) {
    state.products.remove(String(serviceProductId));
  }
  state.services.put(service);
  for (const product of products) state.products.put(product);
}
