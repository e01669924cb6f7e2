import type { CarrierFleet } from './carrier-fleet.ts';
import { DEMO_CARRIERS } from './demo-carrier.ts';
import type { DemoChange, ExpectedEffect, WatchedDevice } from './demo-change.ts';
import { isInUse } from './device-picker.ts';
import { faultyRowsWithFinal } from './faulty-rows.ts';
import { rowOf } from './sample-request.ts';
import type { FaultRule } from './simulator-admin.ts';

/**
 * Suspends many active devices. The carrier refuses one of them, loses its answer to another after it has done what was
 * asked, makes one wait and breaks a connection; ThingSpace also forgets one callback and sends another twice.
 */
export function suspendChange({ carrier, picker, sample }: CarrierFleet): DemoChange {
  const { simulator, suspension, namesLines, counts } = DEMO_CARRIERS[carrier];
  const { operation, value } = suspension;
  const chosen = picker.take(counts.suspended, 'active devices', isInUse);
  const rows = chosen.map((device) => rowOf(device, namesLines));
  const [refused = '', unanswered = '', busy = '', broken = '', untold = '', toldTwice = ''] = chosen.map(
    ({ iccid }) => iccid,
  );
  const faulty = faultyRowsWithFinal(carrier, picker, rows[3] ?? '');
  const effect: ExpectedEffect = {
    simulator,
    kind: 'status',
    value,
    timesPerDevice: 1,
    title: 'SIMs switched off at the carrier',
  };
  const rules: FaultRule[] = [
    { when: { operation, device: refused }, do: 'rejectItem' },
    { when: { operation, device: unanswered }, do: 'applyThenDrop', times: 1 },
    { when: { operation, device: busy }, do: 'http', status: 429, retryAfterSeconds: 1, times: 1 },
    { when: { operation, device: broken }, do: 'reset', times: 1 },
  ];
  const watched: WatchedDevice[] = [
    { iccid: unanswered, title: 'answer lost after the SIM was switched off', effect },
    { iccid: busy, title: 'carrier too busy at first (429)', effect },
    { iccid: broken, title: 'connection broken at first', effect },
  ];
  if (carrier === 'THINGSPACE') {
    rules.push(
      { when: { operation, device: untold }, do: 'callbackNever' },
      { when: { operation, device: toldTwice }, do: 'callbackTwice' },
    );
    watched.push(
      { iccid: untold, title: 'callback that never came', effect },
      { iccid: toldTwice, title: 'callback that came twice', effect },
    );
  }
  return {
    title: 'Update Device Status: suspend',
    carrier,
    request: { ...sample('suspend'), devices: [...rows, ...faulty.iccids] },
    expectedProcessed: counts.suspended - 1,
    expectedErrors: { ...faulty.errors, 'carrier.rejected': 1 },
    faults: { [simulator]: rules },
    effects: [effect],
    watched,
    isDone: ({ status }) => status === 'suspended',
    atCarrier: null,
    effectiveAt: null,
  };
}
