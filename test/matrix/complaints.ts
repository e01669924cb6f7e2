import { mayEndUnknown, type MatrixCase } from './matrix-cases.ts';
import type { Observed } from './observe.ts';
import type { Evidence } from './run-table.ts';
import type { Scenario } from './scenario.ts';

/** Everything that is not as it must be, as sentences; none when the case is true to the simulator. */
export function complaintsOf(one: MatrixCase, { first, retried }: Evidence): string[] {
  return [
    ...[...ofOutcome(one, first), ...ofEffects(one, first), ...ofLog(one.scenario, first)],
    ...(retried === null ? [] : ofRetry(one, first, retried).map((text) => `After the retry: ${text}`)),
  ];
}

/** PROCESSED says that the device is what was asked for, ERROR that it is what it was, UNKNOWN that nobody could tell. */
function ofOutcome(one: MatrixCase, seen: Observed): string[] {
  const { scenario } = one;
  switch (seen.status) {
    case 'PROCESSED':
      return [
        ...unless(seen.state === scenario.target, `PROCESSED, but the simulator shows "${seen.state}".`),
        ...unless(isLocal(scenario, 'target', seen), `PROCESSED, but our device is "${seen.local}".`),
      ];
    case 'ERROR':
      if (seen.state !== scenario.before) return ofHalf(scenario, seen);
      return unless(isLocal(scenario, 'before', seen), `ERROR, but our device is "${seen.local}".`);
    case 'UNKNOWN':
      return [
        ...unless(mayEndUnknown(one) || hasLostAttempt(seen), 'UNKNOWN, although the device could be read.'),
        ...unless(seen.isInDoubt, 'UNKNOWN without the time of the write that is in doubt.'),
      ];
    default:
      return [`The row ended ${seen.status}.`];
  }
}

/** A machine that is too busy loses attempts without a word in the log, and nobody knows what they have sent. */
function hasLostAttempt({ log }: Observed): boolean {
  return log.some(({ attempt }, index) => {
    const before = log[index - 1];
    if (attempt === 1 || before?.attempt === attempt) return false;
    return !(before?.hasErrors === true && before.attempt === attempt - 1);
  });
}

function isLocal({ local }: Scenario, which: 'before' | 'target', seen: Observed): boolean {
  return local === null || seen.local === local[which];
}

/** A failure that left something behind has a code of its own, and names what exists. */
function ofHalf({ half }: Scenario, seen: Observed): string[] {
  if (half === undefined) return [`ERROR, but the simulator shows "${seen.state}".`];
  const told = half.code === null ? seen.local : (seen.message ?? '');
  const unnamed = half.names(seen.truth, seen.state).filter((name) => !told.includes(name));
  const isUnread = told.includes('could not be read');
  return [
    ...unless(
      half.code === null || seen.code === half.code,
      `ERROR with a half, but not with ${half.code ?? ''}.`,
    ),
    ...unless(isUnread || unnamed.length === 0, `The half is not named: ${unnamed.join(', ')}.`),
  ];
}

function ofEffects({ scenario }: MatrixCase, seen: Observed): string[] {
  const wanted = scenario.effects;
  if (seen.status === 'PROCESSED') return unless(isSame(seen.effects, wanted), effectsText(seen, wanted));
  if (scenario.compensates) return ofPackages(seen, 1);
  const isNothing = seen.state === scenario.before && seen.effects.length > 0 && seen.status === 'ERROR';
  return [
    ...unless(!isNothing, `ERROR without a change, but with effects: ${seen.effects.join(', ')}.`),
    ...unless(isWithin(seen.effects, wanted), effectsText(seen, wanted)),
    ...ofAccepted(seen, 1),
  ];
}

/** A run adds the new package once, and a compensation the former one once. */
function ofPackages(seen: Observed, runs: number): string[] {
  const added = seen.effects.filter((kind) => kind === 'packageAdded').length;
  const live = seen.state === '' ? [] : seen.state.split(', ');
  const types = live.map((each) => each.split(' ')[0]);
  return [
    ...unless(added <= 2 * runs, `${String(added)} packages were added in ${String(runs)} run(s).`),
    ...unless(new Set(types).size === types.length, `A package is doubled: ${seen.state}.`),
  ];
}

/** What ThingSpace has accepted is counted for the line, even when it fails. */
function ofAccepted(seen: Observed, most: number): string[] {
  const usedOf = (quota: unknown) => (quota as { readonly used?: number } | null | undefined)?.used ?? 0;
  const used = usedOf(seen.truth?.['actions']) + usedOf(seen.truth?.['planChanges']);
  return unless(used <= most, `ThingSpace accepted ${String(used)} requests for the line.`);
}

function ofLog(scenario: Scenario, seen: Observed): string[] {
  const complaints: string[] = [];
  const failed = seen.log.filter(({ hasErrors }) => hasErrors);
  for (const { name, said } of distinct(scenario)) {
    const refused = seen.calls.filter(({ operation, status }) => operation === name && isRefused(status));
    const told = failed.filter(({ description }) => said.includes(description));
    if (told.length === refused.length) continue;
    complaints.push(
      `${name} failed ${String(refused.length)} times, and the log tells ${String(told.length)} of them.`,
    );
  }
  for (const { description, errorText } of seen.log) {
    complaints.push(...unless(description.startsWith(scenario.prefix), `The log says "${description}".`));
    if (
      errorText === null &&
      failed.some((entry) => entry.description === description && entry.errorText === null)
    )
      complaints.push(`"${description}" failed without a text.`);
  }
  if (seen.status === 'PROCESSED') return complaints;
  const last = seen.log.at(-1);
  const isTold = last?.hasErrors === true && last.description === `${scenario.prefix}Record Outcome`;
  return [
    ...complaints,
    ...unless(isTold && last.errorText !== null, 'The log does not end with the failure.'),
    ...unless(seen.code !== null && seen.message !== null, 'The row has no code or no message.'),
  ];
}

/** Each operation once, with every description that the log may give it. */
function distinct({ operations, prefix }: Scenario): { readonly name: string; readonly said: string[] }[] {
  return [...new Set(operations.map(({ name }) => name))].map((name) => ({
    name,
    said: operations
      .filter((operation) => operation.name === name)
      .flatMap(({ said }) => said.map((words) => prefix + words)),
  }));
}

function isRefused(status: number | null): boolean {
  return status === null || status >= 400;
}

/** Without faults a retry finishes what was begun, and makes no effect twice. */
function ofRetry(one: MatrixCase, first: Observed, seen: Observed): string[] {
  const { scenario, fault } = one;
  if (neverEnds(one)) return ofEndlessWait(one, seen);
  // What the carrier had accepted and failed is asked for a second time.
  const accepted = first.status === 'ERROR' || fault.rule.do === 'callbackFailed' ? 2 : 1;
  return [
    ...unless(
      seen.status === 'PROCESSED',
      `the row is ${seen.status} ${seen.code ?? ''}: ${seen.message ?? ''}`,
    ),
    ...unless(seen.state === scenario.target, `the simulator shows "${seen.state}".`),
    ...unless(isLocal(scenario, 'target', seen), `our device is "${seen.local}".`),
    ...(scenario.compensates
      ? ofPackages(seen, 2)
      : unless(isSame(seen.effects, scenario.effects), effectsText(seen, scenario.effects))),
    ...ofAccepted(seen, accepted),
  ];
}

/** How a device ends for which Telegence is at work for ever: without its line nobody knows, without its address it has half. */
const ENDLESS: Readonly<Record<string, string>> = {
  activate: 'UNKNOWN carrier.unconfirmed',
  submitAddresses: 'ERROR telegence.half_applied',
};

/** What is stuck at Telegence stays so whatever the clock says: it is waited for, and never ordered again. */
function neverEnds({ scenario, operation, fault }: MatrixCase): boolean {
  return scenario.at === 'telegence' && operation.name in ENDLESS && fault.rule.do === 'stuckPending';
}

function ofEndlessWait({ operation }: MatrixCase, seen: Observed): string[] {
  const orders = seen.calls.filter((call) => call.operation === operation.name).length;
  const ending = `${seen.status} ${seen.code ?? ''}`;
  return [
    ...unless(
      ending === ENDLESS[operation.name],
      `the row is ${ending}, though the carrier is still at work.`,
    ),
    ...unless(orders === 1, `it was ordered ${String(orders)} times.`),
  ];
}

function effectsText(seen: Observed, wanted: readonly string[]): string {
  return `The effects are [${seen.effects.join(', ')}], and should be [${wanted.join(', ')}].`;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.join() === others.join();
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  const left = [...all];
  return some.every((each) => {
    const place = left.indexOf(each);
    if (place >= 0) left.splice(place, 1);
    return place >= 0;
  });
}

function unless(holds: boolean, complaint: string): string[] {
  return holds ? [] : [complaint];
}

/** What a person needs to see why. */
export function reportOf(one: MatrixCase, { first, retried }: Evidence): string {
  const lines = (name: string, seen: Observed): string[] => [
    `${name}: ${seen.status} ${seen.code ?? ''} ${seen.message ?? ''}`,
    `  simulator: "${seen.state}" (before "${one.scenario.before}", wanted "${one.scenario.target}"), effects: ${seen.effects.join(', ') || 'none'}`,
    `  calls: ${seen.calls.map(({ operation, status }) => `${operation} ${String(status ?? 'unanswered')}`).join(', ')}`,
    `  our device: "${seen.local}"`,
    ...seen.story.map((entry) => `  log: ${entry}`),
  ];
  const rule = JSON.stringify({ ...one.fault.rule, stays: one.stays, loss: one.loss });
  return [
    `fault: ${one.operation.name} ${rule}`,
    ...lines('first', first),
    ...(retried === null ? [] : lines('retried', retried)),
  ].join('\n');
}
