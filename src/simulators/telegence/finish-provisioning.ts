import { settleAddresses } from './free-addresses.ts';
import type { TelegenceState } from './telegence-state.ts';

/** Ends the provisioning of an address: the line has it, unless it failed or the line has gone. */
export function finishProvisioning(state: TelegenceState, id: string): void {
  const provisioning = state.provisionings.get(id);
  if (provisioning === undefined || provisioning.done) return;
  state.provisionings.put({ ...provisioning, done: true });
  const { account, subscriberNumber, ipAddress, request } = provisioning;
  const line = state.lines.get(subscriberNumber);
  if (provisioning.failure !== null || line === undefined || line.ipAddress === ipAddress) return;
  state.lines.put({ ...line, ipAddress });
  settleAddresses(state, account, subscriberNumber, line.ipAddress, ipAddress);
  state.frame.recordEffect(line.iccid, 'ipProvisioned', ipAddress, request);
}
