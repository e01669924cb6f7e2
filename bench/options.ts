import { parseArgs } from 'node:util';

export const SCENARIOS = ['submit', 'jasper', 'database', 'budget'] as const;

export type ScenarioName = (typeof SCENARIOS)[number];

export interface BenchOptions {
  readonly devices: number;
  readonly rounds: number;
  readonly scenarios: readonly ScenarioName[];
  /** Where to write everything that was measured. */
  readonly json: string | undefined;
}

export const USAGE = `npm run bench -- [--devices 1000] [--rounds 2] [--scenario submit|jasper|database|budget] [--json FILE]
  --devices   devices of one run of the fan-out scenarios
  --rounds    how often product and bare fan-out alternate
  --scenario  may be given more than once; all of them unless given`;

/** @throws Error with the usage when an argument is wrong */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      devices: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '2' },
      scenario: { type: 'string', multiple: true, default: [...SCENARIOS] },
      json: { type: 'string' },
    },
  });
  return {
    devices: positive('--devices', values.devices),
    rounds: positive('--rounds', values.rounds),
    scenarios: values.scenario.map(scenarioNamed),
    json: values.json,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} must be a whole number above 0.\n${USAGE}`);
  return value;
}

function scenarioNamed(name: string): ScenarioName {
  const found = SCENARIOS.find((each) => each === name);
  if (found === undefined) throw new Error(`There is no scenario "${name}".\n${USAGE}`);
  return found;
}
