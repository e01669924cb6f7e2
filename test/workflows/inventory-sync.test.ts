import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestedChange } from '../../src/domain/change-request.ts';
import { iccid, type Sandbox } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { pondSwitches } from './carrier-words.ts';
import { runSync, startSyncRun, syncOf, targetAt } from './run-sync.ts';
import { CARRIERS, eventually, orderFor, setScene, type Carrier } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const SUSPEND: RequestedChange = { changeType: 'statusupdate', targetStatus: 'suspended' };

/** What somebody has set behind our back on SIM 1, after we have suspended it; and what a sync then finds. */
const BEHIND_OUR_BACK: Readonly<Record<Carrier, { readonly fields: object; readonly found: string }>> = {
  jasper: { fields: { status: 'RETIRED' }, found: 'retired' },
  pond: { fields: pondSwitches('active'), found: 'active' },
  thingspace: { fields: { state: 'active' }, found: 'active' },
  // A cancelled line is not listed, and told of only when it is asked for.
  telegence: { fields: { status: 'C' }, found: 'deactivated' },
};

async function editBehindOurBack({ admin }: Sandbox, fields: object): Promise<void> {
  const { json } = await admin('GET', `devices/${iccid(1)}`);
  const { status } = await admin('POST', 'devices', [{ ...(json as object), ...fields }]);
  expect(status).toBeLessThan(300);
}

async function driftsAt(serviceProviderId: string) {
  return millpond.database.prisma.deviceDrift.findMany({
    where: { device: { serviceProviderId }, resolvedAt: null },
    include: { device: { select: { iccid: true, status: true } } },
    orderBy: { id: 'asc' },
  });
}

const pagesAsked = (requests: readonly Record<string, unknown>[]) =>
  requests
    .filter(({ operation }) => operation === 'searchDevices')
    .map(({ path }) => String(path))
    .filter((path) => !path.includes('modifiedTill'));

describe('a sync', () => {
  it.each(CARRIERS)(
    'finds what was changed at %s behind our back, and names our last change',
    async (carrier) => {
      const scene = await setScene(millpond, { [`${carrier}Devices`]: 3 });
      const changeId = await millpond.submit(orderFor(scene, carrier, SUSPEND, 1));
      expect((await millpond.ended(changeId)).rows).toMatchObject([{ status: 'PROCESSED' }]);
      const { fields, found } = BEHIND_OUR_BACK[carrier];
      await editBehindOurBack(scene[carrier], fields);

      const sync = await runSync(millpond, targetAt(scene.fleet, carrier));

      expect(sync).toMatchObject({ status: 'COMPLETED', seen: 3, created: 0, drifted: 1, missing: 0 });
      expect(await driftsAt(scene.fleet[carrier])).toMatchObject([
        {
          field: 'status',
          believed: 'suspended',
          found,
          lastBulkChangeId: changeId,
          device: { iccid: iccid(1), status: found },
        },
      ]);
    },
  );

  it('makes devices of new SIMs, and calls missing what the carrier does not know', async () => {
    const { fleet, jasper } = await setScene(millpond, { jasperDevices: 3 });
    await jasper.admin('POST', 'devices', [{ account: 'acme', iccid: iccid(50), ratePlan: 'Large' }]);
    const { tenantId, jasper: serviceProviderId } = fleet;
    const device = { tenantId, serviceProviderId, iccid: iccid(60), status: 'active' };
    await millpond.database.prisma.device.create({ data: device });

    const sync = await runSync(millpond, targetAt(fleet, 'jasper'));

    expect(sync).toMatchObject({ status: 'COMPLETED', seen: 4, created: 1, drifted: 1, missing: 1 });
    expect(await driftsAt(serviceProviderId)).toMatchObject([
      { field: 'presence', device: { iccid: iccid(60) } },
    ]);
  });

  it('that finds all as it is believed to be writes nothing', async () => {
    const { fleet } = await setScene(millpond, { pondDevices: 3 });

    const sync = await runSync(millpond, targetAt(fleet, 'pond'));

    expect(sync).toMatchObject({ status: 'COMPLETED', seen: 3, created: 0, updated: 0, drifted: 0 });
  });

  it('goes on past devices that its carrier will not tell of, and does not call them missing', async () => {
    const { fleet, pond } = await setScene(millpond, { pondDevices: 3 });
    const { tenantId, pond: serviceProviderId } = fleet;
    const unlisted = [60, 61, 62].map((at) => ({
      tenantId,
      serviceProviderId,
      iccid: iccid(at),
      status: 'active',
    }));
    await millpond.database.prisma.device.createMany({ data: unlisted });
    const refuse = (at: number) =>
      ({ when: { operation: 'getStatus', device: iccid(at) }, do: 'http', status: 400 }) as const;
    await pond.faults(refuse(2), refuse(60), refuse(62));

    const sync = await runSync(millpond, targetAt(fleet, 'pond'));

    expect(sync).toMatchObject({ status: 'COMPLETED', seen: 5, created: 0, missing: 1 });
    expect(await driftsAt(serviceProviderId)).toMatchObject([
      { field: 'presence', device: { iccid: iccid(61) } },
    ]);
  });

  it('goes on at the page it was at when its worker is stopped', async () => {
    const devices = 160;
    const { fleet, jasper } = await setScene(millpond, { jasperDevices: devices });
    await jasper.admin('PUT', 'faults', { latencyMs: [50, 80] });
    const handle = await startSyncRun(millpond, targetAt(fleet, 'jasper'));
    await eventually(async () => pagesAsked(await jasper.requests()).length).toBeGreaterThan(0);

    await millpond.stopWorkers();
    const cut = await syncOf(millpond, handle.firstExecutionRunId);
    await millpond.startWorker();
    await handle.result();

    expect(cut.status).toBe('RUNNING');
    expect(await syncOf(millpond, handle.firstExecutionRunId)).toMatchObject({
      status: 'COMPLETED',
      pages: 4,
      seen: devices,
    });
    const asked = pagesAsked(await jasper.requests());
    expect(asked).toEqual([...new Set(asked)]);
  });

  it('continues as new, and stays one sync', async () => {
    const { fleet } = await setScene(millpond, { pondDevices: 120 });

    const sync = await runSync(millpond, targetAt(fleet, 'pond'), { stepsPerRun: 1 });

    expect(sync).toMatchObject({ status: 'COMPLETED', pages: 3, seen: 120 });
  });

  it('waits as long as the carrier asks for, and then goes on', async () => {
    const { fleet, jasper } = await setScene(millpond, { jasperDevices: 2 });
    const when = { operation: 'searchDevices' };
    await jasper.faults({ when, do: 'http', status: 429, retryAfterSeconds: 1, times: 1 });

    const sync = await runSync(millpond, targetAt(fleet, 'jasper'));

    expect(sync).toMatchObject({ status: 'COMPLETED', pages: 1, seen: 2 });
  });
});

describe('a sync fails', () => {
  it('and marks nothing as missing, when the carrier suddenly lists next to nothing', async () => {
    const { fleet, jasper } = await setScene(millpond, { jasperDevices: 10 });
    const empty = { pageNumber: 1, devices: [], lastPage: true };
    await jasper.faults({ when: { operation: 'searchDevices' }, do: 'http', status: 200, body: empty });

    const sync = await runSync(millpond, targetAt(fleet, 'jasper'));

    expect(sync).toMatchObject({ status: 'FAILED', errorCode: 'inventory.implausible', missing: 0 });
    expect(await driftsAt(fleet.jasper)).toEqual([]);
  });

  it('with the carrier’s refusal', async () => {
    const { fleet, pond } = await setScene(millpond, { pondDevices: 1 });
    await pond.faults({ do: 'unauthorized' });

    const sync = await runSync(millpond, targetAt(fleet, 'pond'));

    expect(sync).toMatchObject({ status: 'FAILED', errorCode: 'carrier.login_refused' });
  });
});

it('a sync that is canceled before it has begun ends as such', async () => {
  const { fleet } = await setScene(millpond, { jasperDevices: 1 });
  await millpond.stopWorkers();
  const handle = await startSyncRun(millpond, targetAt(fleet, 'jasper'));
  await handle.cancel();
  await millpond.startWorker();

  await expect(handle.result()).rejects.toThrow();

  expect(await syncOf(millpond, handle.firstExecutionRunId)).toMatchObject({ status: 'CANCELED' });
});

it('a sync that is canceled in the Web UI ends as such', async () => {
  const { fleet, jasper } = await setScene(millpond, { jasperDevices: 1 });
  await jasper.faults({ when: { operation: 'searchDevices' }, do: 'slow', ms: 20_000 });
  const handle = await startSyncRun(millpond, targetAt(fleet, 'jasper'));
  await eventually(async () => (await jasper.admin('GET', 'statistics')).json).toMatchObject({
    accounts: { acme: { highestConcurrency: 1 } },
  });

  await handle.cancel();

  await eventually(async () => (await syncOf(millpond, handle.firstExecutionRunId)).status).toBe('CANCELED');
});
