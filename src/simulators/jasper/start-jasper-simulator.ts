import type { RunningSimulator, SimulatorOptions } from '../frame/simulator-options.ts';
import { startSimulator } from '../frame/start-simulator.ts';
import { jasperCarrier } from './jasper-carrier.ts';

/** Starts a Jasper (Cisco IoT Control Center) simulator. */
export function startJasperSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  return startSimulator(jasperCarrier, options);
}
