import type { RunningSimulator, SimulatorOptions } from '../frame/simulator-options.ts';
import { startSimulator } from '../frame/start-simulator.ts';
import { somePathsSchema, type SomePaths } from './paths.ts';
import { telegenceCarrier } from './telegence-carrier.ts';

export interface TelegenceSimulatorOptions extends SimulatorOptions {
  /** Replaces paths for every account; an account's own ones win. */
  paths?: SomePaths;
}

/**
 * Starts a Telegence (AT&T mobility) simulator.
 * @throws Error or ZodError when an option cannot be used.
 */
export function startTelegenceSimulator({
  paths,
  ...options
}: TelegenceSimulatorOptions = {}): Promise<RunningSimulator> {
  return startSimulator(telegenceCarrier(somePathsSchema.parse(paths ?? {})), options);
}
