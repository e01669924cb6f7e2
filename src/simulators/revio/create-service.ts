import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { RevioAccount } from './account.ts';
import { outsideIdSchema } from './outside-id.ts';
import { revioError } from './revio-error.ts';
import type { RevioState } from './revio-state.ts';
import type { RevioService } from './service.ts';
import { deviceOf } from './service-view.ts';

const dateSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

const bodySchema = z.object({
  customerId: outsideIdSchema,
  number: z.string().min(1),
  iccid: z.string().min(1).nullable().default(null),
  serviceTypeId: outsideIdSchema.nullable().default(null),
  packageId: outsideIdSchema.nullable().default(null),
  activatedDate: dateSchema.nullable().default(null),
  description: z.string().nullable().default(null),
  prorate: z.boolean().default(false),
});

/** `POST /v1/services`: each call makes one more line, a repeated one too. */
export function createService(
  state: RevioState,
  account: RevioAccount,
  body: unknown,
  request: number,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return revioError(400, 'invalid_request', z.prettifyError(parsed.error));
  const wrong = unknownReference(account, parsed.data);
  if (wrong !== null) return revioError(400, 'invalid_reference', wrong);
  const service: RevioService = {
    account: account.account,
    serviceId: state.nextServiceId(),
    disconnectedDate: null,
    createdDate: state.frame.clock.iso(),
    ...parsed.data,
  };
  state.services.put(service);
  addPackageProducts(state, account, service);
  state.frame.recordEffect(deviceOf(service), 'serviceCreated', String(service.serviceId), request);
  return { status: 201, json: { serviceId: service.serviceId } };
}

function unknownReference(account: RevioAccount, order: z.infer<typeof bodySchema>): string | null {
  const { customerId, serviceTypeId, packageId } = order;
  if (!account.customers.some((known) => known.customerId === customerId)) {
    return `There is no customer ${customerId}.`;
  }
  if (packageId !== null && !account.packages.some((known) => known.packageId === packageId)) {
    return `There is no package ${packageId}.`;
  }
  const types = account.serviceTypes;
  if (serviceTypeId === null || types.length === 0) return null;
  const known = types.some((type) => type.serviceTypeId === serviceTypeId);
  return known ? null : `There is no service type ${serviceTypeId}.`;
}

/** A package brings its products along; they are part of the service's one effect. */
function addPackageProducts(state: RevioState, account: RevioAccount, service: RevioService): void {
  const sold = account.packages.find(({ packageId }) => packageId === service.packageId);
  for (const { productId, description, rate } of sold?.products ?? []) {
    state.products.put({
      serviceProductId: state.nextProductId(),
      serviceId: service.serviceId,
      productId,
      description,
      rate,
      quantity: 1,
      status: 'ACTIVE',
      packageId: service.packageId,
      createdDate: service.createdDate,
    });
  }
}
