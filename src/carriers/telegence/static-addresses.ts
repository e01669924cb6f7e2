import type { OutsideSystem } from '../outside-system.ts';
import { createAddressPolls, type Provisioning } from './address-polls.ts';
import { createAddressSubmissions } from './address-submissions.ts';
import { createAddressRequests } from './address-requests.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { AddressOrder, StaticAddressPort } from './telegence-port.ts';

/** Static addresses for lines. There is no idempotency key: what a line was submitted for shows in its newest provisioning. */
export function createStaticAddresses(options: TelegenceOptions, system: OutsideSystem): StaticAddressPort {
  const polls = createAddressPolls(options, system);
  const submit = createAddressSubmissions(options, system);
  return {
    requestAddress: createAddressRequests(options, system),

    async addressUnderWay(subscriberNumber, call) {
      const newest = await polls.newestOf(subscriberNumber, call);
      if (newest === null || !isUnderWay(newest)) return null;
      return { batchId: newest.batchId, ipAddress: newest.ipAddress };
    },

    async submitAddress(order, call) {
      const newest = call.readFirst ? await polls.newestOf(order.subscriberNumber, call) : null;
      if (newest !== null && (isUnderWay(newest) || isOf(order, newest))) return { batchId: newest.batchId };
      return submit(order, call);
    },

    addressStatus: (batchId, subscriberNumber, call) => polls.inBatch(batchId, subscriberNumber, call),
  };
}

/** The line is about to get the address of an earlier submission: with another one it would be given two. */
function isUnderWay({ batchId, state }: Provisioning): boolean {
  return batchId !== '' && state.kind === 'pending';
}

/** An earlier attempt submitted this very address, and the carrier has not turned it down. */
function isOf(order: AddressOrder, { batchId, ipAddress, state }: Provisioning): boolean {
  return batchId !== '' && ipAddress === order.ipAddress && state.kind !== 'failed';
}
