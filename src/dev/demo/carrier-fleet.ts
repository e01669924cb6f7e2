import { z } from 'zod';
import type { Integration } from '../../domain/integration.ts';
import type { ApiClient } from './api-client.ts';
import {
  carrierRatePlanShape,
  customerShape,
  deviceShape,
  type FleetDevice,
  type FleetPlan,
} from './api-shapes.ts';
import { createDevicePicker, type DevicePicker } from './device-picker.ts';
import { readSample, type SampleRequest } from './sample-request.ts';

/** What the changes of one carrier are made from. */
export interface CarrierFleet {
  readonly carrier: Integration;
  readonly picker: DevicePicker;
  readonly plans: readonly FleetPlan[];
  /** Our id of a customer, by the billing system's id. */
  readonly customerIdOf: (revCustomerId: string) => string;
  readonly sample: (name: string) => SampleRequest;
}

export function listFleet(api: ApiClient, serviceProviderId: string): Promise<FleetDevice[]> {
  return api.list(`/v1/devices?serviceProviderId=${serviceProviderId}`, deviceShape);
}

/** Reads a carrier's devices and plans through the API. The provider is the one that the sample requests name. */
export async function readCarrierFleet(
  api: ApiClient,
  carrier: Integration,
  projectDirectory: string,
): Promise<CarrierFleet> {
  const sample = (name: string): SampleRequest =>
    readSample(projectDirectory, `${carrier.toLowerCase()}-${name}`);
  const { serviceProviderId } = sample('suspend');
  await api.get(`/v1/service-providers/${serviceProviderId}`, z.object({ id: z.string() }));
  const [devices, plans, customers] = await Promise.all([
    listFleet(api, serviceProviderId),
    api.list(`/v1/carrier-rate-plans?serviceProviderId=${serviceProviderId}`, carrierRatePlanShape),
    api.list('/v1/customers', customerShape),
  ]);
  return {
    carrier,
    picker: createDevicePicker(devices),
    plans,
    customerIdOf: (revCustomerId) => {
      const customer = customers.find((known) => known.revCustomerId === revCustomerId);
      if (customer === undefined) throw new Error(`There is no customer ${revCustomerId}.`);
      return customer.id;
    },
    sample,
  };
}
