import type { DeviceStatus } from '../../domain/device-status.ts';
import type { Integration } from '../../domain/integration.ts';
import type { InventedNumbers } from './invented-numbers.ts';
import { isInStaticUse, staticAddress } from './static-addresses.ts';

/** What the carrier has given a SIM, by its status. */
export interface LineNumbers {
  readonly msisdn: string | null;
  readonly ipAddress: string | null;
}

const none: LineNumbers = { msisdn: null, ipAddress: null };

/**
 * The number and the address of a SIM. A Jasper or POND SIM is made with its number. ThingSpace and Telegence give one to
 * an active line; a deactivated ThingSpace line has lost it, a cancelled Telegence one keeps it.
 */
export function lineNumbers(
  integration: Integration,
  status: DeviceStatus,
  { msisdn, mdn, ipAddress }: InventedNumbers,
  line: number,
): LineNumbers {
  const inService = status === 'active' || status === 'suspended';
  switch (integration) {
    case 'JASPER':
    case 'POND':
      return { msisdn, ipAddress: null };
    case 'THINGSPACE':
      return inService ? { msisdn: mdn, ipAddress } : none;
    case 'TELEGENCE':
      if (!inService && status !== 'deactivated') return none;
      return { msisdn: mdn, ipAddress: inService && isInStaticUse(line) ? staticAddress(line) : null };
  }
}
