import { saidInShort } from '../refusal.ts';
import type { AddressProgress } from './answer.ts';
import type { AddressState } from './telegence-port.ts';

/** What the texts of the three steps come to. A step that says neither that it ended nor that it failed is under way. */
export function addressStateOf(progress: AddressProgress): AddressState {
  const { profileCheck, ipReservation, profileUpdate, ipAddressRecord, message } = progress;
  const steps = [profileCheck, ipReservation, profileUpdate];
  if (steps.some((step) => /fail|error|reject/i.test(step))) {
    return { kind: 'failed', reason: saidInShort(message) ?? 'no reason given' };
  }
  const isDone =
    profileCheck.includes('Success') &&
    ipReservation.includes('Reserved') &&
    profileUpdate.includes('Complete');
  const ipAddress = ipAddressRecord?.ipAddress ?? '';
  return isDone && ipAddress !== '' ? { kind: 'done', ipAddress } : { kind: 'pending' };
}
