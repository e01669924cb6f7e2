import type { CarrierFleet } from './carrier-fleet.ts';
import type { DemoChange, ExpectedEffect } from './demo-change.ts';
import { isInUse } from './device-picker.ts';
import { faultyRowsWithFinal } from './faulty-rows.ts';
import type { FaultRule } from './simulator-admin.ts';

export const SUSPENDED_DEVICES = 1_000;

/**
 * Suspends a thousand active devices. The carrier refuses one of them, loses its answer to another after it has done what
 * was asked, and makes two wait.
 */
export function suspendChange({ carrier, picker, sample }: CarrierFleet): DemoChange {
  const devices = picker.take(SUSPENDED_DEVICES, 'active devices', isInUse).map(({ iccid }) => iccid);
  const [refused = '', unanswered = '', busy = '', broken = ''] = devices;
  const faulty = faultyRowsWithFinal(picker, broken);
  const effect: ExpectedEffect = {
    simulator: carrier === 'JASPER' ? 'jasper' : 'pond',
    kind: 'status',
    value: carrier === 'JASPER' ? 'DEACTIVATED' : 'DISABLED',
    timesPerDevice: 1,
    title: 'SIMs switched off at the carrier',
  };
  const operation = carrier === 'JASPER' ? 'editDevice' : 'setStatus';
  const rules: FaultRule[] = [
    { when: { operation, device: refused }, do: 'rejectItem' },
    { when: { operation, device: unanswered }, do: 'applyThenDrop', times: 1 },
    { when: { operation, device: busy }, do: 'http', status: 429, retryAfterSeconds: 1, times: 1 },
    { when: { operation, device: broken }, do: 'reset', times: 1 },
  ];
  return {
    title: 'Update Device Status: suspend',
    carrier,
    request: { ...sample('suspend'), devices: [...devices, ...faulty.iccids] },
    expectedProcessed: SUSPENDED_DEVICES - 1,
    expectedErrors: { ...faulty.errors, 'carrier.rejected': 1 },
    faults: { [effect.simulator]: rules },
    effects: [effect],
    watched: [
      { iccid: unanswered, title: 'answer lost after the SIM was switched off', effect },
      { iccid: busy, title: 'carrier too busy at first (429)', effect },
      { iccid: broken, title: 'connection broken at first', effect },
    ],
    isDone: ({ status }) => status === 'suspended',
    effectiveAt: null,
  };
}
