import { INTEGRATION_TITLES, INTEGRATIONS } from '../../domain/integration.ts';
import { simulatorNames, type SimulatorName } from '../simulator-program.ts';
import type { StackFile } from '../stack-file.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { bulkChangeShape, deviceChangeShape } from './api-shapes.ts';
import { listFleet, readCarrierFleet, type CarrierFleet } from './carrier-fleet.ts';
import { checkChange } from './check-change.ts';
import { activeDevicesNeeded, DEMO_CARRIERS } from './demo-carrier.ts';
import type { DemoChange } from './demo-change.ts';
import { followChanges } from './follow-changes.ts';
import { planDemonstration } from './plan-demonstration.ts';
import { createProgressDisplay } from './progress-display.ts';
import { restoreIfNeeded, type SubmittedChange } from './restore-fleet.ts';
import { steeringStory } from './steering-story.ts';
import { fileStory } from './file-story.ts';
import type { Stage } from './story.ts';
import { isAsExpected, resultTable, type ChangeResult } from './result-table.ts';
import {
  lastEffect,
  putFaults,
  readEffects,
  readRecords,
  type CarrierRecord,
  type Effect,
} from './simulator-admin.ts';

/** Long enough ahead that the change is seen waiting. */
const scheduledInMs = 12_000;

export interface DemonstrationOptions {
  readonly stack: StackFile;
  readonly projectDirectory: string;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

interface Run extends DemonstrationOptions {
  readonly api: ApiClient;
  readonly say: (line: string) => void;
}

/** Runs the four change types over all carriers and prints what came of them. True when all is as it should be. */
export async function runDemonstration(options: DemonstrationOptions): Promise<boolean> {
  const { stack, output, signal } = options;
  const api = createApiClient(stack.apiUrl, stack.tokens.operator, signal);
  const say = (line: string): void => void output.write(`${line}\n`);
  const run: Run = { ...options, api, say };
  const fleets = await readFleets(run);
  const changes = fleets.flatMap((fleet) => planDemonstration(fleet, new Date(Date.now() + scheduledInMs)));
  const before = await perSimulator((name) => lastEffect(urlOf(stack, name)));
  try {
    await arrangeFaults(run, changes);
    const results = await submitAndCheck(run, changes, before);
    results.push(await steer(run, fleets), await fileStory(jasperStage(run), jasperFleet(fleets)));
    say(resultTable(results));
    const good = results.filter(isAsExpected).length;
    say(`\n${String(good)} of ${String(results.length)} changes ended exactly as expected.`);
    return good === results.length;
  } finally {
    await perSimulator((name) => putFaults(urlOf(stack, name), []));
  }
}

/** The devices of all carriers, with enough active ones among them. */
async function readFleets(run: Run): Promise<CarrierFleet[]> {
  const read = () =>
    Promise.all(INTEGRATIONS.map((carrier) => readCarrierFleet(run.api, carrier, run.projectDirectory)));
  const fleets = await read();
  const restores: SubmittedChange[] = [];
  for (const fleet of fleets) {
    const restore = await restoreIfNeeded(run.api, fleet, activeDevicesNeeded(fleet.carrier));
    if (restore !== null) restores.push(restore);
  }
  if (restores.length === 0) return fleets;
  run.say('An earlier run has suspended most of the active devices, so they are restored first.');
  await follow(run, restores);
  return read();
}

async function arrangeFaults({ stack, say }: Run, changes: readonly DemoChange[]): Promise<void> {
  say(
    'The simulated carriers are told to refuse some devices, to break connections, to ask for patience (429), and to do what ' +
      'was asked without ever answering; ThingSpace forgets callbacks and sends others twice. Some rows name devices that are unknown, archived, final or there twice.',
  );
  await perSimulator((name) =>
    putFaults(
      urlOf(stack, name),
      changes.flatMap(({ faults }) => faults[name] ?? []),
    ),
  );
}

async function submitAndCheck(
  run: Run,
  changes: readonly DemoChange[],
  before: Readonly<Record<SimulatorName, number>>,
): Promise<ChangeResult[]> {
  run.say(`Submitting ${String(changes.length)} bulk changes; they run at the same time.\n`);
  const submitted: SubmittedChange[] = [];
  for (const demo of changes) {
    const { id } = await run.api.post('/v1/bulk-changes', demo.request, bulkChangeShape);
    submitted.push({ id, title: titleOf(demo) });
  }
  const ended = await follow(run, submitted);
  const effects = await perSimulator((name) => readEffects(urlOf(run.stack, name), before[name]));
  const results: ChangeResult[] = [];
  for (const [at, demo] of changes.entries()) {
    const change = ended[at];
    if (change === undefined) throw new Error(`${titleOf(demo)} is not listed any more.`);
    results.push(await resultOf(run, demo, change, effects));
  }
  return results;
}

/** One more change, by itself, that a person has to see to. */
function steer(run: Run, fleets: readonly CarrierFleet[]): Promise<ChangeResult> {
  return steeringStory(jasperStage(run), jasperFleet(fleets));
}

function jasperStage({ api, signal, say, stack }: Run): Stage {
  return { api, signal, say, simulatorUrl: urlOf(stack, 'jasper') };
}

function jasperFleet(fleets: readonly CarrierFleet[]): CarrierFleet {
  const fleet = fleets.find(({ carrier }) => carrier === 'JASPER');
  if (fleet === undefined) throw new Error('The demonstration has no Jasper fleet.');
  return fleet;
}

async function resultOf(
  { api, stack }: Run,
  demo: DemoChange,
  change: Awaited<ReturnType<typeof followChanges>>[number],
  effects: Readonly<Record<SimulatorName, readonly Effect[]>>,
): Promise<ChangeResult> {
  const [outcomes, fleet, records] = await Promise.all([
    api.list(`/v1/bulk-changes/${change.id}/devices`, deviceChangeShape),
    listFleet(api, demo.request.serviceProviderId),
    demo.atCarrier === null
      ? new Map<string, CarrierRecord>()
      : readRecords(urlOf(stack, DEMO_CARRIERS[demo.carrier].simulator)),
  ]);
  const devices = new Map(
    fleet.flatMap((device) =>
      [device.iccid, device.msisdn].flatMap((name) => (name === null ? [] : [[name, device] as const])),
    ),
  );
  const evidence = { change, outcomes, devices, records, effects };
  return { title: titleOf(demo), checks: checkChange(demo, evidence) };
}

function follow({ api, output, signal }: Run, changes: readonly SubmittedChange[]) {
  const display = createProgressDisplay(
    changes.map(({ title }) => title),
    output,
  );
  return followChanges(
    api,
    changes.map(({ id }) => id),
    (now) => {
      display.update(now);
    },
    signal,
  );
}

function titleOf({ title, carrier }: DemoChange): string {
  return `${title} · ${INTEGRATION_TITLES[carrier]}`;
}

async function perSimulator<T>(use: (name: SimulatorName) => Promise<T>): Promise<Record<SimulatorName, T>> {
  const used = await Promise.all(simulatorNames.map(async (name) => [name, await use(name)] as const));
  return Object.fromEntries(used) as Record<SimulatorName, T>;
}

function urlOf({ simulators: urls }: StackFile, name: SimulatorName): string {
  const url = urls[name];
  if (url === undefined) throw new Error(`The stack has no simulator ${name}.`);
  return url;
}
