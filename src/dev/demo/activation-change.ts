import type { FleetDevice } from './api-shapes.ts';
import type { CarrierFleet } from './carrier-fleet.ts';
import { DEMO_CARRIERS } from './demo-carrier.ts';
import type { CarrierTruth, DemoChange, ExpectedEffect } from './demo-change.ts';
import { hasStatus, isInInventory } from './device-picker.ts';
import { faultyRows } from './faulty-rows.ts';
import { rowWithImei } from './sample-request.ts';
import type { FaultRule } from './simulator-admin.ts';

const activatedDevices = 40;
const addedDevices = 40;
const addressedDevices = 10;

/** Makes SIMs in inventory known to ThingSpace, which from then on could activate them. The answer to one is lost. */
export function addChange({ carrier, picker, sample }: CarrierFleet): DemoChange {
  const { simulator } = DEMO_CARRIERS[carrier];
  const devices = picker.take(addedDevices, 'devices in inventory', isInInventory).map(rowWithImei);
  const [first, second] = devices;
  const faulty = faultyRows(picker, second?.iccid ?? '');
  const unanswered: FaultRule = {
    when: { operation: 'add', device: first?.iccid ?? '' },
    do: 'applyThenDrop',
    times: 1,
  };
  return {
    title: 'Update Device Status: add',
    carrier,
    request: { ...sample('add'), devices: [...devices, ...faulty.iccids] },
    expectedProcessed: addedDevices,
    expectedErrors: faulty.errors,
    faults: { [simulator]: [unanswered] },
    effects: [{ ...activationAt(simulator), timesPerDevice: 0 }],
    watched: [],
    isDone: ({ status }) => status === 'pending_activation',
    atCarrier: {
      title: 'devices that the carrier lists as pre-active',
      agrees: ({ status }) => status === 'pre-active',
    },
    effectiveAt: null,
  };
}

/** Gives lines to devices that are known to ThingSpace and have none yet, each with the plan, the ZIP code and its IMEI. */
export function activateAtThingspace({ carrier, picker, sample }: CarrierFleet): DemoChange {
  const { simulator } = DEMO_CARRIERS[carrier];
  const devices = picker
    .take(activatedDevices, 'pre-active devices', hasStatus('pending_activation'))
    .map(rowWithImei);
  const early = picker.take(2, 'devices in inventory', isInInventory).map(rowWithImei);
  const [refused, untold, early1] = devices.map(({ iccid }) => iccid);
  const faulty = faultyRows(picker, early1 ?? '');
  const effect = activationAt(simulator);
  const when = (device = '') => ({ operation: 'activate', device });
  return {
    title: 'Update Device Status: activate',
    carrier,
    request: { ...sample('activate'), devices: [...devices, ...early, ...faulty.iccids] },
    expectedProcessed: activatedDevices - 1,
    expectedErrors: { ...faulty.errors, 'status.transition_not_allowed': 2, 'carrier.rejected': 1 },
    faults: {
      [simulator]: [
        { when: when(refused), do: 'rejectItem' },
        { when: when(untold), do: 'callbackNever' },
      ],
    },
    effects: [effect],
    watched: [{ iccid: untold ?? '', title: 'callback that never came', effect }],
    isDone: ({ status, msisdn }) => status === 'active' && msisdn !== null,
    atCarrier: sameNumber('mdn'),
    effectiveAt: null,
  };
}

/** Gives lines to SIMs in inventory, in batches that Telegence answers later. One SIM is rejected; two lines are cancelled. */
export function activateAtTelegence({ carrier, picker, sample }: CarrierFleet): DemoChange {
  const { simulator, deadEnds } = DEMO_CARRIERS[carrier];
  const devices = picker.take(activatedDevices, 'SIMs without a line', isInInventory).map(rowWithImei);
  const cancelled = picker
    .take(2, 'cancelled lines', (device) => device.archivedAt === null && deadEnds.includes(device.status))
    .map(rowWithImei);
  const [refused, repeated] = devices.map(({ iccid }) => iccid);
  const faulty = faultyRows(picker, repeated ?? '');
  return {
    title: 'Update Device Status: activate',
    carrier,
    request: { ...sample('activate'), devices: [...devices, ...cancelled, ...faulty.iccids] },
    expectedProcessed: activatedDevices - 1,
    expectedErrors: {
      ...faulty.errors,
      'status.transition_not_allowed': 2,
      'telegence.activation_rejected': 1,
    },
    faults: { [simulator]: [{ when: { operation: 'activate', device: refused ?? '' }, do: 'rejectItem' }] },
    effects: [activationAt(simulator)],
    watched: [],
    isDone: ({ status, msisdn }) => status === 'active' && msisdn !== null,
    atCarrier: sameNumber('subscriberNumber'),
    effectiveAt: null,
  };
}

/** The same, and a static address for each new line. */
export function activateWithAddress({ carrier, picker, sample }: CarrierFleet): DemoChange {
  const { simulator } = DEMO_CARRIERS[carrier];
  const devices = picker.take(addressedDevices, 'SIMs without a line', isInInventory).map(rowWithImei);
  const activation = activationAt(simulator);
  return {
    title: 'Update Device Status: activate, static IP',
    carrier,
    request: { ...sample('activate-static-ip'), devices },
    expectedProcessed: addressedDevices,
    expectedErrors: {},
    faults: {},
    effects: [activation, { ...activation, kind: 'ipProvisioned', title: 'addresses given by the carrier' }],
    watched: [],
    isDone: ({ status, ipAddress }) => status === 'active' && ipAddress !== null,
    atCarrier: {
      title: 'addresses that are the same at the carrier',
      agrees: (record, device) => record['ipAddress'] === device.ipAddress,
    },
    effectiveAt: null,
  };
}

function activationAt(simulator: ExpectedEffect['simulator']): ExpectedEffect {
  return { simulator, kind: 'activation', timesPerDevice: 1, title: 'lines activated at the carrier' };
}

/** Our number of the line is the carrier's, with or without the country code. */
function sameNumber(field: string): CarrierTruth {
  return {
    title: 'numbers that are the same at the carrier',
    agrees: (record, { msisdn }: FleetDevice) => {
      const number = record[field];
      return typeof number === 'string' && (msisdn === number || msisdn === `1${number}`);
    },
  };
}
