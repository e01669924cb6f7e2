import { parseArgs } from 'node:util';

export const SCENARIOS = [
  'submit',
  'jasper',
  'pond',
  'thingspace',
  'telegence',
  'database',
  'budget',
  'steer',
  'files',
] as const;

export type ScenarioName = (typeof SCENARIOS)[number];

/** Those that take minutes and say something of their own run only when they are asked for. */
const ON_REQUEST: readonly ScenarioName[] = ['steer', 'files'];

export interface BenchOptions {
  readonly devices: number;
  readonly rounds: number;
  readonly scenarios: readonly ScenarioName[];
  readonly budget: { readonly perSecond: number; readonly latencyMs: readonly [number, number] };
  /** Where to write everything that was measured. */
  readonly json: string | undefined;
}

export const USAGE = `npm run bench -- [--devices 1000] [--rounds 2] [--scenario ${SCENARIOS.join('|')}] [--json FILE]
  --devices   devices of one run of the scenarios that call a carrier
  --rounds    how often each change goes there and back; activations go one way
  --scenario  may be given more than once; all but "steer" and "files" unless given
  --rate      calls a second that the scenario "budget" permits, 5 unless given
  --latency   least and most milliseconds until an answer there, 5-50 unless given`;

/** Null when help is asked for. @throws Error with the usage when an argument is wrong */
export function readOptions(args: readonly string[]): BenchOptions | null {
  const values = parse(args);
  if (values.help === true) return null;
  return {
    devices: positive('--devices', values.devices),
    rounds: positive('--rounds', values.rounds),
    scenarios: values.scenario.map(scenarioNamed),
    budget: { perSecond: positive('--rate', values.rate), latencyMs: latency(values.latency) },
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseKnown(args);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, { cause: error });
  }
}

function parseKnown(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      devices: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '2' },
      scenario: {
        type: 'string',
        multiple: true,
        default: SCENARIOS.filter((name) => !ON_REQUEST.includes(name)),
      },
      rate: { type: 'string', default: '5' },
      latency: { type: 'string', default: '5-50' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  }).values;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} must be a whole number above 0.\n${USAGE}`);
  return value;
}

function latency(text: string): readonly [number, number] {
  const [, least, most] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  if (least === undefined || most === undefined || Number(least) > Number(most))
    throw new Error(`--latency must be two numbers such as 5-50.\n${USAGE}`);
  return [Number(least), Number(most)];
}

function scenarioNamed(name: string): ScenarioName {
  const found = SCENARIOS.find((each) => each === name);
  if (found === undefined) throw new Error(`There is no scenario "${name}".\n${USAGE}`);
  return found;
}
