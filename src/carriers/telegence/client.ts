import { createActivations } from './activations.ts';
import { createLineList } from './line-list.ts';
import { createLines } from './lines.ts';
import { createStaticAddresses } from './static-addresses.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { TelegenceCarrier } from './telegence-port.ts';
import { telegenceSystem } from './telegence-system.ts';

/**
 * AT&T's mobility interface: two static headers with each call, lines by their number, activations in batches that are
 * confirmed later. Calls are joined within one instance only: keep one for each account.
 */
export function createTelegenceCarrier(options: TelegenceOptions): TelegenceCarrier {
  const system = telegenceSystem(options);
  const lines = createLines(options, system);
  return {
    ...lines,
    ...createActivations(options, system, lines),
    ...createStaticAddresses(options, system),
    ...createLineList(options, system, lines),
  };
}
