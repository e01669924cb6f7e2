import type { OutsideCall } from '../../platform/exchange.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { createActivationBatches } from './activation-batches.ts';
import { createActivationPolls } from './activation-polls.ts';
import { createDeviceList } from './device-list.ts';
import { createSimSearch } from './sim-search.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { ActivationPort, LinePort } from './telegence-port.ts';

/**
 * Activations. There is no idempotency key: a later attempt looks for the SIM among the account's lines, and only when
 * no line has it sends this one order again. If the lost request was received after all, the carrier rejects the
 * repetition because the SIM is in use, and the line appears under the number that the first request took.
 */
export function createActivations(
  options: TelegenceOptions,
  system: OutsideSystem,
  lines: LinePort,
): ActivationPort {
  const { maxLinesToSearch, simInUseText } = options.settings.activation;
  const submit = createActivationBatches(options, system);
  const poll = createActivationPolls(options, system);
  const searchSim = createSimSearch({
    listDevices: createDeviceList(options, system),
    readLine: (number, call) => lines.readDevice(number, call),
    maxLines: maxLinesToSearch,
    gatherMs: options.settings.gatherMs,
  });

  return {
    async submitActivation(order, call: OutsideCall) {
      const line = call.readFirst ? await searchSim(order.iccid, call) : null;
      if (line !== null) return { kind: 'in_place', subscriberNumber: line.identifier };
      return { kind: 'accepted', ...(await submit(order, call)), repeated: call.readFirst };
    },

    async activationStatus({ batchId, iccid, repeated }, call) {
      const state = await poll(batchId, iccid, call);
      if (state.kind !== 'rejected' || !repeated) return state;
      const line = await searchSim(iccid, call);
      if (line !== null) return { kind: 'active', subscriberNumber: line.identifier };
      // In use, yet without a line: the first request is still under way.
      return state.reason.toLowerCase().includes(simInUseText) ? { kind: 'pending' } : state;
    },
  };
}
