import type { RunningSimulator, SimulatorOptions } from '../frame/simulator-options.ts';
import { startSimulator } from '../frame/start-simulator.ts';
import { pondCarrier } from './pond-carrier.ts';

/** Starts a POND (distributor pay-per-use) simulator. */
export function startPondSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  return startSimulator(pondCarrier, options);
}
