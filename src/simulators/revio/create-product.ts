import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { RevioAccount } from './account.ts';
import { outsideIdSchema } from './outside-id.ts';
import { revioError } from './revio-error.ts';
import type { RevioState } from './revio-state.ts';
import type { RevioService } from './service.ts';
import { deviceOf } from './service-view.ts';

const bodySchema = z.object({
  productId: outsideIdSchema,
  rate: z.number().nonnegative().optional(),
  quantity: z.int().positive().default(1),
  description: z.string().nullable().optional(),
});

/** `POST /v1/services/{id}/products`: each call makes one more charge, a repeated one too. */
export function createProduct(
  state: RevioState,
  account: RevioAccount,
  service: RevioService,
  body: unknown,
  request: number,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return revioError(400, 'invalid_request', z.prettifyError(parsed.error));
  const order = parsed.data;
  const sold = account.products.find(({ productId }) => productId === order.productId);
  if (sold === undefined)
    return revioError(400, 'invalid_reference', `There is no product ${order.productId}.`);
  if (service.disconnectedDate !== null) {
    return revioError(400, 'service_disconnected', 'The service is disconnected.');
  }
  const serviceProductId = state.nextProductId();
  state.products.put({
    serviceProductId,
    serviceId: service.serviceId,
    productId: order.productId,
    description: order.description ?? sold.description,
    rate: order.rate ?? sold.rate,
    quantity: order.quantity,
    status: 'ACTIVE',
    packageId: null,
    createdDate: state.frame.clock.iso(),
  });
  state.frame.recordEffect(deviceOf(service), 'productCreated', order.productId, request);
  return { status: 201, json: { serviceProductId } };
}
