import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLineActions, type LineActions } from '../../src/db/line-actions.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';

let db: FleetDatabase;
let fleet: SeededFleet;
let actions: LineActions;

beforeAll(async () => {
  db = await openFleetDatabase(12);
});

beforeEach(async () => {
  fleet = await db.newFleet();
  actions = createLineActions(db.database.pool, fleet.jasper);
});

afterAll(() => db.close());

async function take(times: number, limit = 5, identifier = iccid(1)): Promise<boolean[]> {
  const taken: boolean[] = [];
  for (let index = 0; index < times; index++) taken.push(await actions.take(identifier, limit));
  return taken;
}

const rows = () =>
  db.database.prisma.lineActions.findMany({
    where: { serviceProviderId: fleet.jasper },
    orderBy: { day: 'asc' },
  });

it('allows five actions of a line a day and no sixth', async () => {
  expect(await take(7)).toEqual([true, true, true, true, true, false, false]);
  expect(await rows()).toMatchObject([{ identifier: iccid(1), actions: 5 }]);
});

it('counts each line and each service provider by itself', async () => {
  await take(5);
  expect(await take(1, 5, iccid(2))).toEqual([true]);
  expect(await createLineActions(db.database.pool, fleet.pond).take(iccid(1), 5)).toBe(true);
});

it('allows exactly the limit when all workers ask at once', async () => {
  const asked = await Promise.all(Array.from({ length: 20 }, () => actions.take(iccid(1), 5)));
  expect(asked.filter(Boolean)).toHaveLength(5);
});

it('allows another one for one that was given back', async () => {
  await take(5);
  await actions.giveBack(iccid(1));
  expect(await take(2)).toEqual([true, false]);
});

it('gives nothing back that was not taken', async () => {
  await actions.giveBack(iccid(1));
  await take(1);
  await actions.giveBack(iccid(1));
  await actions.giveBack(iccid(1));
  expect(await rows()).toMatchObject([{ actions: 0 }]);
});

it('begins anew with the day', async () => {
  const yesterday = new Date(Date.now() - 86_400_000);
  await db.database.prisma.lineActions.create({
    data: { serviceProviderId: fleet.jasper, identifier: iccid(1), day: yesterday, actions: 5 },
  });
  expect(await take(1)).toEqual([true]);
  expect(await rows()).toMatchObject([{ actions: 5 }, { actions: 1 }]);
});
