import type { RunningSimulator, SimulatorOptions } from '../frame/simulator-options.ts';
import { startSimulator } from '../frame/start-simulator.ts';
import { revioCarrier } from './revio-carrier.ts';

/** Starts a simulator of the billing system Rev.io. */
export function startRevioSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  return startSimulator(revioCarrier, options);
}
