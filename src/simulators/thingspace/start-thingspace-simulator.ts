import type { RunningSimulator, SimulatorOptions } from '../frame/simulator-options.ts';
import { startSimulator } from '../frame/start-simulator.ts';
import { thingspaceCarrier } from './thingspace-carrier.ts';

/** Starts a ThingSpace simulator. */
export function startThingspaceSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  return startSimulator(thingspaceCarrier, options);
}
