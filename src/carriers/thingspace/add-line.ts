import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type { LineStatusChange, Submission } from '../carrier-port.ts';
import { saidInShort } from '../refusal.ts';
import { lineNamed } from './device-list.ts';
import { demand } from './line-action.ts';
import { idOfKind, productStatusOf, stateOf } from './mapper.ts';
import type { ThingspaceRequests } from './requests.ts';

/** Adds a line without service. The one write that the carrier does at once, and that costs no action of the day. */
export async function addLine(
  requests: ThingspaceRequests,
  { identifier, imei }: LineStatusChange,
  call: OutsideCall,
): Promise<Submission> {
  demand({ IMEI: imei }, 'Adding a line');
  const results = await requests.addLines([lineNamed(identifier, imei)], call);
  const result = results.find(({ deviceIds }) => idOfKind(deviceIds, 'iccid') === identifier);
  if (result === undefined) {
    throw new CarrierError({
      code: 'carrier.answer_unreadable',
      message: 'ThingSpace answered Add Device without a word about the line.',
      mayHaveApplied: true,
    });
  }
  if (result.response.trim().toLowerCase() === 'success' || (await isAdded(requests, identifier, call))) {
    return { kind: 'in_place' };
  }
  throw new CarrierError({
    code: 'carrier.rejected',
    message: `ThingSpace did not add the line: ${saidInShort(result.response) ?? 'no reason given'}`,
    mayHaveApplied: false,
  });
}

/** A failure has no code, so that one for a line that is there already is told from others by looking. */
async function isAdded(
  requests: ThingspaceRequests,
  identifier: string,
  call: OutsideCall,
): Promise<boolean> {
  try {
    return productStatusOf(stateOf(await requests.getLine(identifier, call))) === 'pending_activation';
  } catch (error) {
    if (error instanceof CarrierError && error.code === 'carrier.device_not_found') return false;
    throw error;
  }
}
