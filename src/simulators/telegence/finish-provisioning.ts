import { settleAddresses } from './free-addresses.ts';
import type { ProvisioningFailure } from './provisioning.ts';
import type { TelegenceState } from './telegence-state.ts';

/** A line can be cancelled while its address is on its way. */
const gone: ProvisioningFailure = { step: 'profileCheck', message: 'The subscriber is not active' };

/** Ends the provisioning of an address: the line has it, unless it failed or the line has gone. */
export function finishProvisioning(state: TelegenceState, id: string): void {
  const provisioning = state.provisionings.get(id);
  if (provisioning === undefined || provisioning.done) return;
  const { account, subscriberNumber, ipAddress, request } = provisioning;
  const line = state.lines.get(subscriberNumber);
  const isGone = line === undefined || line.status === 'C';
  const failure = provisioning.failure ?? (isGone ? gone : null);
  state.provisionings.put({ ...provisioning, failure, done: true });
  if (isGone) settleAddresses(state, account, subscriberNumber, ipAddress, line?.ipAddress ?? null);
  if (isGone || failure !== null || line.ipAddress === ipAddress) return;
  state.lines.put({ ...line, ipAddress });
  settleAddresses(state, account, subscriberNumber, line.ipAddress, ipAddress);
  state.frame.recordEffect(line.iccid, 'ipProvisioned', ipAddress, request);
}
