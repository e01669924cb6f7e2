import type { DeviceOutcome, FleetDevice, FollowedChange } from './api-shapes.ts';
import type { SimulatorName } from '../simulator-program.ts';
import type { CarrierTruth, DemoChange, ExpectedEffect } from './demo-change.ts';
import { identifierOf } from './sample-request.ts';
import type { CarrierRecord, Effect } from './simulator-admin.ts';

/** One thing that was expected, and what came. */
export interface Check {
  readonly title: string;
  readonly expected: string;
  readonly actual: string;
}

/** All that is known after the changes have ended. */
export interface Evidence {
  readonly change: FollowedChange;
  readonly outcomes: readonly DeviceOutcome[];
  /** The carrier's devices by ICCID and by number, as the API tells them now. */
  readonly devices: ReadonlyMap<string, FleetDevice>;
  /** The carrier's own records by ICCID; empty when nothing is to be compared with them. */
  readonly records: ReadonlyMap<string, CarrierRecord>;
  /** What changed at the simulators since the demonstration began. */
  readonly effects: Readonly<Record<SimulatorName, readonly Effect[]>>;
}

/** Compares a change with what was expected of it, in every way that can be seen from outside. */
export function checkChange(demo: DemoChange, evidence: Evidence): Check[] {
  return [
    ...checkCounts(demo, evidence),
    ...checkErrors(demo, evidence),
    ...demo.effects.flatMap((effect) => checkEffect(demo, effect, evidence)),
    ...demo.watched.map(({ iccid, title, effect }) =>
      check(
        title,
        `PROCESSED, ${times(effect.timesPerDevice)}`,
        `${statusOf(evidence, iccid)}, ${times(effectsOf(effect, evidence).filter(({ device }) => device === iccid).length)}`,
      ),
    ),
    checkRecords(demo, evidence),
    ...checkTruth(demo, evidence),
    ...checkDate(demo, evidence),
  ];
}

function checkCounts(demo: DemoChange, evidence: Evidence): Check[] {
  const errors = sum(Object.values(demo.expectedErrors));
  const { change } = evidence;
  const { counts } = change;
  const { devices } = demo.request;
  const named = namedDevices(demo, evidence);
  return [
    check('bulk change ends', errors === 0 ? 'PROCESSED' : 'ERROR', change.status),
    check('rows', named.size, counts.total),
    check('named once more', devices.length - named.size, change.duplicates),
    check('PROCESSED', demo.expectedProcessed, counts.processed),
    check('ERROR', errors, counts.error),
    check('UNKNOWN, CANCELED', '0, 0', `${String(counts.unknown)}, ${String(counts.canceled)}`),
  ];
}

/** By ICCID, whatever the rows name them by. */
function namedDevices(demo: DemoChange, evidence: Evidence): ReadonlySet<string> {
  return new Set(demo.request.devices.map((row) => iccidOf(evidence, identifierOf(row))));
}

/** Every expected code, and every other one that came. */
function checkErrors(demo: DemoChange, { outcomes }: Evidence): Check[] {
  const actual = new Map<string, number>();
  for (const { errorCode } of outcomes) {
    if (errorCode !== null) actual.set(errorCode, (actual.get(errorCode) ?? 0) + 1);
  }
  const codes = new Set([...Object.keys(demo.expectedErrors), ...actual.keys()]);
  return [...codes]
    .sort()
    .map((code) => check(`  ${code}`, demo.expectedErrors[code] ?? 0, actual.get(code) ?? 0));
}

/** As many effects as devices succeeded, on those devices only, on each as often as it should be. */
function checkEffect(demo: DemoChange, effect: ExpectedEffect, evidence: Evidence): Check[] {
  const named = namedDevices(demo, evidence);
  const processed = new Set(
    evidence.outcomes
      .filter(({ status }) => status === 'PROCESSED')
      .map(({ identifier }) => iccidOf(evidence, identifier)),
  );
  const perDevice = new Map<string, number>();
  for (const { device } of effectsOf(effect, evidence)) {
    if (named.has(device)) perDevice.set(device, (perDevice.get(device) ?? 0) + 1);
  }
  const wrong = [...named].filter(
    (device) => (perDevice.get(device) ?? 0) !== (processed.has(device) ? effect.timesPerDevice : 0),
  );
  return [
    check(effect.title, demo.expectedProcessed * effect.timesPerDevice, sum([...perDevice.values()])),
    check('  devices with too many or too few', 0, wrong.length),
  ];
}

function effectsOf({ simulator, kind, value }: ExpectedEffect, { effects }: Evidence): Effect[] {
  return effects[simulator].filter(
    (effect) => (kind === 'any' || effect.kind === kind) && (value === undefined || effect.value === value),
  );
}

function checkRecords(demo: DemoChange, evidence: Evidence): Check {
  return check(
    'devices recorded as changed',
    demo.expectedProcessed,
    processedDevices(evidence).filter(demo.isDone).length,
  );
}

function checkTruth({ atCarrier, expectedProcessed }: DemoChange, evidence: Evidence): Check[] {
  if (atCarrier === null) return [];
  const agreed = processedDevices(evidence).filter((device) => agrees(atCarrier, device, evidence));
  return [check(atCarrier.title, expectedProcessed, agreed.length)];
}

function agrees(truth: CarrierTruth, device: FleetDevice, { records }: Evidence): boolean {
  const record = records.get(device.iccid);
  return record !== undefined && truth.agrees(record, device);
}

function processedDevices({ outcomes, devices }: Evidence): FleetDevice[] {
  return outcomes.flatMap(({ status, identifier }) => {
    const device = devices.get(identifier);
    return status === 'PROCESSED' && device !== undefined ? [device] : [];
  });
}

function checkDate({ effectiveAt }: DemoChange, { outcomes }: Evidence): Check[] {
  if (effectiveAt === null) return [];
  const early = outcomes.filter(
    ({ startedAt }) => startedAt !== null && Date.parse(startedAt) < effectiveAt.getTime(),
  );
  return [check('devices touched before the date', 0, early.length)];
}

function statusOf(evidence: Evidence, iccid: string): string {
  const isIts = ({ identifier }: DeviceOutcome): boolean => iccidOf(evidence, identifier) === iccid;
  return evidence.outcomes.find(isIts)?.status ?? 'missing';
}

/** Of a row that names a line by its number, too. */
function iccidOf({ devices }: Evidence, identifier: string): string {
  return devices.get(identifier)?.iccid ?? identifier;
}

function check(title: string, expected: string | number, actual: string | number): Check {
  return { title, expected: String(expected), actual: String(actual) };
}

function times(count: number): string {
  return count === 1 ? 'done once' : `done ${String(count)} times`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
