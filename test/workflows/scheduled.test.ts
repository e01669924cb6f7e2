import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEffectiveDate } from '../../src/api/routes/bulk-changes/effective-date.ts';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attribute.ts';
import { bulkChangeWorkflowId, CANCEL_UPDATE } from '../../src/domain/workflow-id.ts';
import { quietRuntime, startMillpond, type Millpond } from '../support/millpond.ts';
import { createTimeSkippingEnvironment } from '../support/temporal-environment.ts';
import { eventually, expectSettled, orderFor, outcomes, setScene, type Scene } from './scene.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

const inAYear = () => new Date(Date.now() + YEAR_MS);

function scheduled(scene: Scene, count: number, at: Date) {
  const change = {
    changeType: 'statusupdate',
    targetStatus: 'suspended',
    effectiveDate: { at },
  } as const;
  return orderFor(scene, 'jasper', change, count);
}

const handleOf = (millpond: Millpond, id: string) =>
  millpond.client.workflow.getHandle(bulkChangeWorkflowId(id));

async function timersOf(millpond: Millpond, id: string): Promise<number[]> {
  const { events } = await handleOf(millpond, id).fetchHistory();
  return (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) =>
    timer?.startToFireTimeout == null ? [] : [Number(timer.startToFireTimeout.seconds)],
  );
}

/** The numbers of the types in the server's own interface. */
const ATTRIBUTE_TYPES = { Keyword: 2, Datetime: 6 } as const;

async function defineSearchAttributes({ connection, namespace }: TestWorkflowEnvironment): Promise<void> {
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, ATTRIBUTE_TYPES[type]]),
  );
  await connection.operatorService.addSearchAttributes({
    namespace: namespace ?? 'default',
    searchAttributes,
  });
}

/** The server's clock jumps over the wait; the activities are told its time with every task. */
describe('a change for a day in a year', () => {
  let environment: TestWorkflowEnvironment;
  let millpond: Millpond;

  beforeAll(async () => {
    quietRuntime();
    environment = await createTimeSkippingEnvironment();
    await defineSearchAttributes(environment);
    const clock = { now: () => new Date(Context.current().info.currentAttemptScheduledTimestampMs) };
    millpond = await startMillpond({ environment, clock });
    await millpond.startWorker();
  });

  afterAll(async () => {
    await millpond.close();
    await environment.teardown();
  });

  it('waits in one timer however many devices it has, touches nothing before, and is done when the day comes', async () => {
    const scene = await setScene(millpond, { jasperDevices: 5 });
    const at = inAYear();
    const id = await millpond.submit(scheduled(scene, 5, at));
    await eventually(async () => (await millpond.read(id)).change.status).toBe('SCHEDULED');
    expect(await scene.jasper.requests()).toEqual([]);

    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.jasper.effects()).toHaveLength(5);
    const timers = await timersOf(millpond, id);
    expect(timers).toHaveLength(1);
    expect(timers[0]).toBeGreaterThan(YEAR_MS / 1_000 - 60);
    expect(await environment.currentTimeMs()).toBeGreaterThanOrEqual(at.getTime());
  });

  it.each([
    ['loses', 23],
    ['gains', 25],
  ])('falls on the same time of the day across a night that %s an hour', async (_what, hours) => {
    const day = dayBefore(hours, new Date(await environment.currentTimeMs()));
    const [first, second] = [day, day.plus({ days: 1 })].map((each) => atNine(each));
    if (first === undefined || second === undefined) expect.fail('there are two days');
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const id = await millpond.submit({ ...scheduled(scene, 2, first), dates: { 2: second } });

    const ended = await millpond.ended(id);

    expect(ended.change.status).toBe('PROCESSED');
    const [toFirst, toSecond] = await timersOf(millpond, id);
    expect(toFirst).toBeGreaterThan(0);
    // The second wait begins when the first device is done, a moment after its date.
    expect((toSecond ?? 0) / 3_600).toBeGreaterThan(hours - 0.2);
    expect((toSecond ?? 0) / 3_600).toBeLessThanOrEqual(hours);
  });

  it('begins devices only while the maintenance window is open', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const now = new Date(await environment.currentTimeMs());
    const clock = (hoursAhead: number) =>
      new Date(now.getTime() + hoursAhead * 3_600_000).toISOString().slice(11, 16);
    const maintenanceWindow = { timeZone: 'UTC', from: clock(5), to: clock(7) };
    const order = orderFor(scene, 'jasper', { changeType: 'statusupdate', targetStatus: 'suspended' }, 2);

    const ended = await millpond.ended(await millpond.submit({ ...order, rollout: { maintenanceWindow } }));

    expect(ended.change.status).toBe('PROCESSED');
    const [untilOpen] = await timersOf(millpond, ended.change.id);
    expect((untilOpen ?? 0) / 3_600).toBeGreaterThan(4.9);
    expect((untilOpen ?? 0) / 3_600).toBeLessThanOrEqual(5.05);
  });
});

const ZONE = 'America/New_York';

/** The day before the next one in New York that has so many hours. */
function dayBefore(hours: number, now: Date): DateTime {
  for (let days = 2; days < 800; days += 1) {
    const nine = DateTime.fromJSDate(now, { zone: ZONE }).startOf('day').plus({ days }).set({ hour: 9 });
    if (nine.plus({ days: 1 }).diff(nine, 'hours').hours === hours) return nine;
  }
  expect.fail('the hour changes twice a year');
}

/** As a caller writes it: a local time without an offset. */
function atNine(day: DateTime): Date {
  const reading = readEffectiveDate(day.toFormat("yyyy-MM-dd'T'HH:mm"), ZONE);
  if (!reading.ok || reading.date === undefined) expect.fail('the text is a date');
  return reading.date.at;
}

describe('a change for later', () => {
  let millpond: Millpond;

  beforeAll(async () => {
    millpond = await startMillpond();
    await millpond.startWorker();
  });

  afterAll(() => millpond.close());

  it('whose date lies in the past is done at once', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });

    const ended = await millpond.ended(
      await millpond.submit(scheduled(scene, 1, new Date(Date.now() - 60_000))),
    );

    expect(ended.change.status).toBe('PROCESSED');
  });

  it.each([
    {
      way: 'the update of the API',
      cancel: (id: string) =>
        handleOf(millpond, id).executeUpdate(CANCEL_UPDATE, { args: [{ actor: 'test' }] }),
    },
    { way: 'a cancel from Temporal', cancel: (id: string) => handleOf(millpond, id).cancel() },
  ])('is canceled before its date by $way: its run ends, nothing was touched', async ({ cancel }) => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const id = await millpond.submit(scheduled(scene, 2, inAYear()));
    await eventually(async () => (await millpond.read(id)).change.status).toBe('SCHEDULED');

    await cancel(id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('CANCELED');
    expect(outcomes(ended)).toEqual(Array(2).fill(['CANCELED', null]));
    expect(await scene.jasper.requests()).toEqual([]);
  });
});
