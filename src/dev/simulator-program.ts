import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The outside systems a sandbox can simulate. */
export const simulatorNames = ['jasper', 'thingspace', 'pond', 'telegence', 'revio'] as const;

export type SimulatorName = (typeof simulatorNames)[number];

/** The program of a simulator. */
export function simulatorProgram(projectDirectory: string, name: SimulatorName): string {
  return join(projectDirectory, 'src', 'simulators', name, 'main.ts');
}

/** The simulators that this version of the product has. */
export function findSimulators(projectDirectory: string): SimulatorName[] {
  return simulatorNames.filter((name) => existsSync(simulatorProgram(projectDirectory, name)));
}
