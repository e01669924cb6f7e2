import type { Activation } from './activation.ts';
import { valueOf } from './characteristic.ts';
import type { TelegenceLine } from './line.ts';
import { hasLine } from './sim-in-use.ts';
import { dayOf } from './telegence-date.ts';
import type { TelegenceState } from './telegence-state.ts';

/** Ends an activation: the SIM gets a line with a new number, or the order is rejected. */
export function finishActivation(state: TelegenceState, id: string): void {
  const activation = state.activations.get(id);
  if (activation?.state !== 'pending') return;
  const { iccid, request } = activation;
  const rejection = activation.rejection ?? (hasLine(state, iccid) ? `SIM ${iccid} is in use` : null);
  if (rejection !== null) {
    state.activations.put({ ...activation, state: 'rejected', rejection });
    return;
  }
  const line = newLine(state, activation);
  state.lines.put(line);
  state.activations.put({ ...activation, state: 'active', subscriberNumber: line.subscriberNumber });
  state.frame.recordEffect(iccid, 'activation', line.subscriberNumber, request);
}

function newLine(state: TelegenceState, { account, iccid, order }: Activation): TelegenceLine {
  const { serviceCharacteristic } = order.service;
  const given = (name: string): string | null => valueOf(serviceCharacteristic, name) ?? null;
  const today = dayOf(state.frame.clock.now());
  return {
    account,
    subscriberNumber: state.numbers.next(),
    iccid,
    imei: given('IMEI') ?? state.sims.get(iccid)?.imei ?? null,
    status: 'A',
    statusEffectiveDate: today,
    statusReasonCode: null,
    subscriberActivationDate: today,
    billingAccountNumber: order.billingAccount.id,
    singleUserCode: given('singleUserCode'),
    serviceZipCode: given('serviceZipCode'),
    contactName: contactName(order.relatedParty[0]),
    technologyType: given('technologyType'),
    offerings: serviceCharacteristic
      .filter(({ name, value }) => /^offeringCode\d+$/.test(name) && value !== '')
      .map(({ value }) => ({ code: value, effectiveDate: today })),
    ipAddress: null,
  };
}

function contactName(party: Record<string, unknown> | undefined): string | null {
  const names = [party?.['firstName'], party?.['lastName']].filter((name) => typeof name === 'string');
  return names.length === 0 ? null : names.join(' ');
}
