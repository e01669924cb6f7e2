import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correctDeviceChange } from '../../src/db/submission/correct-device-change.ts';
import { undoBulkChange } from '../../src/db/submission/undo-bulk-change.ts';
import type { RequestedChange } from '../../src/domain/change-request.ts';
import { bulkChangeWorkflowId } from '../../src/domain/workflow-id.ts';
import { expectCountsOfRows } from '../db/stored-change.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type EndedChange, type Millpond } from '../support/millpond.ts';
import {
  CARRIERS,
  expectSettled,
  orderFor,
  outcomes,
  setScene,
  story,
  type Carrier,
  type Scene,
} from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const DEVICES = 2;
const COUNTS = {
  jasperDevices: DEVICES,
  pondDevices: DEVICES,
  thingspaceDevices: DEVICES,
  telegenceDevices: DEVICES,
};

const OTHER_PLAN: Record<Carrier, string> = {
  jasper: 'LARGE',
  pond: 'P10',
  thingspace: 'm2m10',
  telegence: 'LARGE',
};

/** A change of every kind, which must leave something else behind it than what was before. */
const CHANGES: Readonly<Record<string, (carrier: Carrier, scene: Scene) => RequestedChange>> = {
  suspension: () => ({ changeType: 'statusupdate', targetStatus: 'suspended' }),
  'suspension for a customer': (_carrier, { fleet }) => ({
    changeType: 'statusupdate',
    targetStatus: 'suspended',
    revCustomerId: fleet.customer.revCustomerId,
  }),
  'carrier rate plan': (carrier) => ({
    changeType: 'carrierrateplanchange',
    carrierRatePlan: OTHER_PLAN[carrier],
    ...(carrier === 'jasper' ? { commPlan: 'Data+SMS' } : {}),
  }),
  'customer rate plan': (_carrier, { fleet }) => ({
    changeType: 'customerrateplanchange',
    customerRatePlanId: fleet.customerRatePlanId,
    customerDataAllocationMB: 7,
  }),
  assignment: (_carrier, { fleet }) => ({
    changeType: 'customerassignment',
    customerId: fleet.customer.id,
    createRevService: false,
    revProducts: [],
    useCarrierActivation: false,
    prorate: false,
    customerPoolId: fleet.customerPoolId,
  }),
};

/** What of the carrier's record is the outcome of a change, and not the trace of having had one. */
const LASTING = [
  'status',
  'state',
  'ratePlan',
  'communicationPlan',
  'servicePlan',
  'singleUserCode',
  'mdn',
  'subscriberNumber',
  'ipAddress',
  'simDataServiceStatus',
  'simVoiceServiceStatus',
  'simSmsServiceStatus',
] as const;

async function atCarrier(scene: Scene, carrier: Carrier): Promise<unknown[]> {
  const records = Array.from({ length: DEVICES }, async (_, index) => {
    const record = (await scene[carrier].admin('GET', `devices/${iccid(index + 1)}`)).json as Record<
      string,
      unknown
    >;
    const lasting = LASTING.filter((key) => key in record).map((key) => [key, record[key]]);
    const packages = (record['packages'] ?? []) as readonly { status: string; packageTypeId: number }[];
    const active = packages.filter(({ status }) => status === 'ACTIVE').map((each) => each.packageTypeId);
    return { lasting, active };
  });
  return Promise.all(records);
}

/** Without the number: what a carrier tells of it is learned with the first confirmation, and compared at the carrier. */
async function inDatabase(scene: Scene, carrier: Carrier): Promise<unknown[]> {
  const devices = await millpond.database.prisma.device.findMany({
    where: { serviceProviderId: scene.fleet[carrier] },
    orderBy: { iccid: 'asc' },
    select: {
      status: true,
      carrierRatePlanId: true,
      communicationPlanId: true,
      deviceTenants: true,
    },
  });
  return devices.map(({ deviceTenants, ...device }) => ({
    ...device,
    tenant: deviceTenants.map(({ updatedAt: _updatedAt, ...row }) => row),
  }));
}

async function undo(scene: Scene, id: string): Promise<EndedChange> {
  const { tenantId } = scene.fleet;
  const made = await undoBulkChange(
    { database: millpond.database, now: () => new Date() },
    { tenantId, actor: 'test' },
    id,
    { processChanges: true },
  );
  if (made.outcome !== 'done') throw new Error(JSON.stringify(made));
  const stored = await millpond.read(made.bulkChangeId);
  // A change whose rows all failed at once has no run.
  if (stored.change.finishedAt !== null) return stored;
  await millpond.starter.start(tenantId, made.bulkChangeId);
  return millpond.ended(made.bulkChangeId);
}

const DONE: [string, null] = ['PROCESSED', null];

const combinations = CARRIERS.flatMap((carrier) => Object.keys(CHANGES).map((kind) => ({ carrier, kind })));

describe('a change and its undo', () => {
  it.each(combinations)('over $carrier leave no trace of a $kind', async ({ carrier, kind }) => {
    const scene = await setScene(millpond, COUNTS);
    const read = async () => [await atCarrier(scene, carrier), await inDatabase(scene, carrier)];
    const before = await read();
    const change = CHANGES[kind]?.(carrier, scene);
    if (change === undefined) throw new Error(`There is no ${kind}.`);
    const id = await millpond.submit(orderFor(scene, carrier, change, DEVICES));
    expect(outcomes(await millpond.ended(id))).toEqual([DONE, DONE]);
    const between = await read();
    expect(between).not.toEqual(before);

    const undone = await undo(scene, id);

    expectSettled(undone);
    expect(outcomes(undone)).toEqual([DONE, DONE]);
    expect(await read()).toEqual(before);

    const redone = await undo(scene, undone.change.id);
    expect(outcomes(redone)).toEqual([DONE, DONE]);
    expect(await read()).toEqual(between);
  });
});

describe('a deactivation', () => {
  const statuses = (scene: Scene) =>
    Promise.all(
      [1, 2].map(async (at) => {
        const record = (await scene.jasper.admin('GET', `devices/${iccid(at)}`)).json;
        return (record as { readonly status: string }).status;
      }),
    );
  const DEACTIVATION = { changeType: 'statusupdate', targetStatus: 'deactivated' } as const;

  it('over POND is taken back', async () => {
    const scene = await setScene(millpond, COUNTS);
    const before = await atCarrier(scene, 'pond');
    const id = await millpond.submit(orderFor(scene, 'pond', DEACTIVATION, DEVICES));
    await millpond.ended(id);
    expect(outcomes(await undo(scene, id))).toEqual([DONE, DONE]);
    expect(await atCarrier(scene, 'pond')).toEqual(before);
  });

  it('over Jasper is taken back in its status only, and the log says so', async () => {
    const scene = await setScene(millpond, COUNTS);
    const id = await millpond.submit(orderFor(scene, 'jasper', DEACTIVATION, DEVICES));
    await millpond.ended(id);

    const undone = await undo(scene, id);

    expect(outcomes(undone)).toEqual([DONE, DONE]);
    expect(await statuses(scene)).toEqual(['ACTIVATED', 'ACTIVATED']);
    expect(story(undone, undone.rows[0]?.id)).toEqual([
      'Update Device Status: Jasper Plan Undo',
      'Update Device Status: Jasper Set Status',
      'Update Device Status: Jasper Record Outcome',
    ]);
    // Taking that back again takes each device through its own recipe: the plan is moved before the deactivation.
    const redone = await undo(scene, undone.change.id);
    expect(outcomes(redone)).toEqual([DONE, DONE]);
    expect(await statuses(scene)).toEqual(['DEACTIVATED', 'DEACTIVATED']);
  });

  it.each(['thingspace', 'telegence'] as const)('over %s is final, and nothing is sent', async (carrier) => {
    const scene = await setScene(millpond, COUNTS);
    const id = await millpond.submit(orderFor(scene, carrier, DEACTIVATION, DEVICES));
    expect(outcomes(await millpond.ended(id))).toEqual([DONE, DONE]);
    const requests = (await scene[carrier].requests()).length;

    const undone = await undo(scene, id);

    expect(undone.change.status).toBe('ERROR');
    expect(outcomes(undone)).toEqual([
      ['ERROR', 'undo.not_reversible'],
      ['ERROR', 'undo.not_reversible'],
    ]);
    expect(await scene[carrier].requests()).toHaveLength(requests);
  });
});

it('a change of many devices of the database alone is undone page by page, each row by its own order', async () => {
  const pages = await startMillpond({ setBasedFrom: 2 });
  try {
    await pages.startWorker();
    const scene = await setScene(pages, { jasperDevices: 3 });
    const { tenantId } = scene.fleet;
    await pages.database.pool.query(
      `update device_tenants dt set data_allocation_mb = right(dv.iccid, 2)::int
       from devices dv where dv.id = dt.device_id and dt.tenant_id = $1`,
      [tenantId],
    );
    const change: RequestedChange = { changeType: 'customerrateplanchange', customerDataAllocationMB: 99 };
    const id = await pages.submit(orderFor(scene, 'jasper', change, 3));
    await pages.ended(id);
    const made = await undoBulkChange(
      { database: pages.database, now: () => new Date() },
      { tenantId, actor: 'test' },
      id,
      { processChanges: true },
    );
    if (made.outcome !== 'done') throw new Error(made.outcome);
    await pages.starter.start(tenantId, made.bulkChangeId);

    expect(outcomes(await pages.ended(made.bulkChangeId))).toEqual([DONE, DONE, DONE]);

    const rows = await pages.database.prisma.deviceTenant.findMany({
      where: { tenantId },
      orderBy: { device: { iccid: 'asc' } },
    });
    expect(rows.map((row) => Number(row.dataAllocationMb))).toEqual([1, 2, 3]);
  } finally {
    await pages.close();
  }
});

describe('a corrected row', () => {
  it('is carried out with its own order by its own recipe, and the others are untouched', async () => {
    const scene = await setScene(millpond, { jasperDevices: 3 });
    const change = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;
    await scene.jasper.faults({ when: { device: iccid(2) }, do: 'http', status: 400 });
    const id = await millpond.submit(orderFor(scene, 'jasper', change, 3));
    const failed = await millpond.ended(id);
    expect(outcomes(failed)).toEqual([DONE, ['ERROR', 'carrier.rejected'], DONE]);
    await scene.jasper.faults();
    const effects = await scene.jasper.effects();

    const result = await correctDeviceChange(
      { database: millpond.database, now: () => new Date() },
      { tenantId: scene.fleet.tenantId, actor: 'test' },
      {
        bulkChangeId: id,
        deviceChangeId: failed.rows[1]?.id ?? '',
        correction: { targetStatus: 'deactivated' },
        change,
        reprocess: true,
      },
    );
    expect(result).toEqual({ outcome: 'done' });
    await millpond.starter.start(scene.fleet.tenantId, id);
    await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).result();
    const ended = await millpond.read(id);

    expectSettled(ended);
    await expectCountsOfRows(millpond.database, id);
    expect(ended.change.status).toBe('PROCESSED');
    expect(ended.rows[1]).toMatchObject({
      status: 'PROCESSED',
      attempts: 2,
      after: { status: 'deactivated' },
    });
    expect([ended.rows[0], ended.rows[2]]).toEqual([failed.rows[0], failed.rows[2]]);
    // A deactivation at Jasper moves the plan first, which a suspension does not.
    expect((await scene.jasper.effects()).slice(effects.length)).toEqual([
      `ratePlan ${iccid(2)} Large`,
      `status ${iccid(2)} DEACTIVATED`,
    ]);
    expect(story(ended, ended.rows[1]?.id)).toContain('Update Device Status: Jasper Correct Device');
  });
});
