import { z } from 'zod';
import type { CarrierFleet } from './carrier-fleet.ts';
import { DEMO_CARRIERS } from './demo-carrier.ts';
import type { DemoChange, ExpectedEffect } from './demo-change.ts';
import { isInInventory, isInUse } from './device-picker.ts';
import { faultyRows } from './faulty-rows.ts';
import type { FaultRule } from './simulator-admin.ts';

/** The customer that has billing lines from the beginning. */
const billedCustomer = '7001';

const blockSchema = z.object({ revCustomerId: z.string(), revProductIds: z.array(z.unknown()).optional() });

const lineEffect: ExpectedEffect = {
  simulator: 'revio',
  kind: 'serviceCreated',
  timesPerDevice: 1,
  title: 'billing lines created',
};

/**
 * Assigns devices to a customer, each with a billing line and its products. Three have a line there already, one has no
 * activation date to bill from, the billing system refuses one and loses its answer to another.
 */
export function assignWithLines({ carrier, picker, sample, customerIdOf }: CarrierFleet): DemoChange {
  const { counts } = DEMO_CARRIERS[carrier];
  const request = sample('assign-customer');
  const { revCustomerId, revProductIds = [] } = blockSchema.parse(request['customerAssignment']);
  const customerId = customerIdOf(revCustomerId);
  const connected = picker.take(
    3,
    'devices with a billing line',
    (device) => isInUse(device) && device.revServiceId !== null && device.customerId === customerId,
  );
  const neverActive = picker.take(1, 'devices in inventory', isInInventory);
  const devices = picker
    .take(counts.assigned, 'active devices without a billing line', isBillable)
    .map(({ iccid }) => iccid);
  const [refused = '', unanswered = '', busy = ''] = devices;
  const faulty = faultyRows(picker, busy);
  const extra = [...connected, ...neverActive].map(({ iccid }) => iccid);
  const productEffect: ExpectedEffect = {
    ...lineEffect,
    kind: 'productCreated',
    timesPerDevice: revProductIds.length,
    title: 'products on them',
  };
  const rules: FaultRule[] = [
    { when: { operation: 'createService', device: refused }, do: 'rejectItem' },
    { when: { operation: 'createService', device: unanswered }, do: 'applyThenDrop', times: 1 },
    {
      when: { operation: 'createProduct', device: busy },
      do: 'http',
      status: 429,
      retryAfterSeconds: 1,
      times: 1,
    },
  ];
  return {
    title: 'Assign Customer with billing lines',
    carrier,
    request: { ...request, devices: [...devices, ...extra, ...faulty.iccids] },
    expectedProcessed: counts.assigned - 1,
    expectedErrors: {
      ...faulty.errors,
      'billing.rejected': 1,
      'rev_service.already_connected': 3,
      'rev_service.activation_date_unknown': 1,
    },
    faults: { revio: rules },
    effects: [lineEffect, productEffect],
    watched: [
      { iccid: unanswered, title: 'answer lost after the line was created', effect: lineEffect },
      { iccid: busy, title: 'billing system too busy at first (429)', effect: productEffect },
    ],
    isDone: (device) => device.customerId === customerId && device.revServiceId !== null,
    atCarrier: null,
    effectiveAt: null,
  };
}

/** Assigns devices to a customer without a line of their own; three are still billed to another customer. */
export function assignWithoutLines({ carrier, picker, sample, customerIdOf }: CarrierFleet): DemoChange {
  const { counts } = DEMO_CARRIERS[carrier];
  const request = sample('assign-customer');
  const { revCustomerId } = blockSchema.parse(request['customerAssignment']);
  const customerId = customerIdOf(revCustomerId);
  const elsewhere = picker.take(
    3,
    'devices billed to another customer',
    (device) =>
      isInUse(device) && device.revServiceId !== null && device.customerId === customerIdOf(billedCustomer),
  );
  const devices = picker
    .take(counts.assigned, 'active devices without a billing line', isBillable)
    .map(({ iccid }) => iccid);
  const faulty = faultyRows(picker, devices[0] ?? '');
  return {
    title: 'Assign Customer without a line',
    carrier,
    request: { ...request, devices: [...devices, ...elsewhere.map(({ iccid }) => iccid), ...faulty.iccids] },
    expectedProcessed: counts.assigned,
    expectedErrors: { ...faulty.errors, 'rev_service.active_elsewhere': 3 },
    faults: {},
    effects: [{ ...lineEffect, timesPerDevice: 0 }],
    watched: [],
    isDone: (device) => device.customerId === customerId,
    atCarrier: null,
    effectiveAt: null,
  };
}

function isBillable(device: Parameters<typeof isInUse>[0]): boolean {
  return isInUse(device) && device.revServiceId === null && device.lastActivatedAt !== null;
}
