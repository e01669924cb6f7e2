import { WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bulkChangeWorkflowId,
  CANCEL_UPDATE,
  PAUSE_UPDATE,
  PROMOTE_UPDATE,
  RESCHEDULE_UPDATE,
  RESUME_UPDATE,
} from '../../src/domain/workflow-id.ts';
import type { RequestedChange } from '../../src/domain/change-request.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond, type TestOrder } from '../support/millpond.ts';
import { eventually, expectSettled, looksOf, orderFor, outcomes, setScene, type Scene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 10 });
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const SUSPEND: RequestedChange = { changeType: 'statusupdate', targetStatus: 'suspended' };
const SLOW = { requestsPerSecond: 10, maxConcurrentRequests: 1 };

const update = (id: string, name: string, argument?: string) =>
  millpond.client.workflow
    .getHandle(bulkChangeWorkflowId(id))
    .executeUpdate<void, [string | undefined]>(name, { args: [argument] });

const statusOf = async (id: string) => (await millpond.read(id)).change.status;

async function begun({ jasper }: Scene): Promise<number> {
  return new Set((await jasper.requests()).flatMap((request) => request['devices'])).size;
}

async function submit(scene: Scene, count: number, more: Partial<TestOrder> = {}): Promise<string> {
  return millpond.submit({ ...orderFor(scene, 'jasper', SUSPEND, count), ...more });
}

async function expectRefused(asking: Promise<unknown>, words: string): Promise<void> {
  const error = await asking.then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  expect((error as WorkflowUpdateFailedError).cause?.message).toContain(words);
}

describe('pause', () => {
  it('begins no further device, not even one that waits for its turn at the carrier; resume finishes the rest', async () => {
    const scene = await setScene(millpond, { jasperDevices: 40, jasperSettings: SLOW });
    const id = await submit(scene, 40);
    await eventually(() => begun(scene)).toBeGreaterThan(4);

    await update(id, PAUSE_UPDATE, 'a look at the first ones');
    const atPause = await begun(scene);
    const paused = await millpond.read(id);
    expect(paused.change).toMatchObject({ status: 'PAUSED', pauseReason: 'a look at the first ones' });
    // What was at the carrier ends; nothing is left half-way.
    await eventually(async () => (await millpond.read(id)).change.processing).toBe(0);
    expect(await begun(scene)).toBeLessThanOrEqual(atPause + 2);
    expect((await millpond.read(id)).change.pending).toBeGreaterThan(20);

    await update(id, RESUME_UPDATE);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change).toMatchObject({ status: 'PROCESSED', processed: 40, pauseReason: null });
    expect(await scene.jasper.effects()).toHaveLength(40);
    expect(new Set(ended.rows.map((row) => row.attempts))).toEqual(new Set([1]));
  });

  it('outlives the run: one that follows a terminated run is paused still', async () => {
    const scene = await setScene(millpond, { jasperDevices: 30, jasperSettings: SLOW });
    const id = await submit(scene, 30);
    await eventually(() => begun(scene)).toBeGreaterThan(1);
    await update(id, PAUSE_UPDATE, 'the night');
    await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).terminate('a test');

    await millpond.starter.restart(scene.fleet.tenantId, id);
    await eventually(() =>
      update(id, RESUME_UPDATE).then(
        () => true,
        () => false,
      ),
    ).toBe(true);

    expect((await millpond.ended(id)).change.status).toBe('PROCESSED');
  });

  it('and resume, promote and reschedule are refused where they make no sense, with the reason', async () => {
    const scene = await setScene(millpond, { jasperDevices: 30, jasperSettings: SLOW });
    const id = await submit(scene, 30);
    await eventually(() => statusOf(id)).toBe('PROCESSING');

    await expectRefused(update(id, RESUME_UPDATE), 'not paused');
    await expectRefused(update(id, PROMOTE_UPDATE), 'between two waves');
    await expectRefused(update(id, RESCHEDULE_UPDATE, new Date().toISOString()), 'has begun');
    await update(id, PAUSE_UPDATE, 'once');
    await expectRefused(update(id, PAUSE_UPDATE, 'twice'), 'paused already');
    await update(id, CANCEL_UPDATE, 'immediate');
    await expectRefused(update(id, PAUSE_UPDATE, 'too late'), 'ending');

    const ended = await millpond.ended(id);
    expectSettled(ended);
    expect(ended.change.status).toBe('CANCELED');
  });
});

describe('a paused change with no device left to begin', () => {
  it('ends by itself where its last devices were the failures that stopped it; a retry starts without the pause', async () => {
    const scene = await setScene(millpond, { jasperDevices: 10 });
    await scene.jasper.faults({ do: 'http', status: 400 });
    const id = await submit(scene, 10, { rollout: { errorGate: { percent: 20, minimumDevices: 10 } } });

    await eventually(() => statusOf(id)).toBe('ERROR');
    const ended = await millpond.ended(id);
    expectSettled(ended);
    expect(ended.change).toMatchObject({ error: 10, pauseReason: null, haltedAt: null });

    await scene.jasper.faults();
    await millpond.retry(scene.fleet.tenantId, id);
    await eventually(() => statusOf(id)).toBe('PROCESSED');
  });

  it('ends by itself once those under way have ended', async () => {
    const scene = await pausedWithLastDevicesUnderWay();

    await eventually(() => statusOf(scene.id)).toBe('PROCESSED');
    const ended = await millpond.ended(scene.id);
    expectSettled(ended);
    expect(ended.change.pauseReason).toBeNull();
  });

  it('ends by itself even when it was another run that began them', async () => {
    const { id, fleet } = await pausedWithLastDevicesUnderWay();
    await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).terminate('a test');

    await millpond.starter.restart(fleet.tenantId, id);

    await eventually(() => statusOf(id)).toBe('PROCESSED');
    expectSettled(await millpond.ended(id));
  });
});

/** Three devices, all at a carrier that takes its time, and then a pause. */
async function pausedWithLastDevicesUnderWay(): Promise<Scene & { readonly id: string }> {
  const scene = await setScene(millpond, { jasperDevices: 3 });
  await scene.jasper.faults({ when: { operation: 'editDevice' }, do: 'slow', ms: 3_000, times: 3 });
  const id = await submit(scene, 3);
  await eventually(async () => (await scene.jasper.effects()).length).toBe(3);
  await update(id, PAUSE_UPDATE, 'too late');
  expect(await statusOf(id)).toBe('PAUSED');
  return { ...scene, id };
}

describe('a run that follows a lost one', () => {
  it('waits for the batches of that one instead of looking again and again', async () => {
    const scene = await setScene(millpond, { jasperDevices: 3 });
    await scene.jasper.faults({ when: { operation: 'editDevice' }, do: 'slow', ms: 4_000, times: 3 });
    const id = await submit(scene, 3);
    await eventually(async () => (await scene.jasper.effects()).length).toBe(3);
    await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).terminate('a test');

    await millpond.starter.restart(scene.fleet.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await looksOf(millpond, id)).toBeLessThanOrEqual(6);
  });
});

describe('cancel', () => {
  it('at once gives back the devices that wait for their turn, and leaves none half-done', async () => {
    const scene = await setScene(millpond, { jasperDevices: 40, jasperSettings: SLOW });
    const id = await submit(scene, 40);
    await eventually(() => begun(scene)).toBeGreaterThan(4);

    await update(id, CANCEL_UPDATE, 'immediate');
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('CANCELED');
    expect(ended.change.processed + ended.change.canceled).toBe(40);
    expect(await scene.jasper.effects()).toHaveLength(ended.change.processed);
    expect(ended.change.haltedAt).toBeNull();
  });
});

describe('a change of several steps', () => {
  const PACKAGE: RequestedChange = { changeType: 'carrierrateplanchange', carrierRatePlan: 'P10' };
  const DEACTIVATE: RequestedChange = { changeType: 'statusupdate', targetStatus: 'deactivated' };
  const written = async (scene: Scene, carrier: 'pond' | 'jasper') =>
    new Set((await scene[carrier].effects()).map((effect) => /\d{18,20}/.exec(effect)?.[0])).size;

  it.each(['pond', 'jasper'] as const)(
    'over %s begins no further device once it is canceled at once',
    async (carrier) => {
      const scene = await setScene(millpond, {
        [`${carrier}Devices`]: 20,
        pondSettings: SLOW,
        jasperSettings: SLOW,
      });
      await millpond.database.prisma.device.updateMany({
        where: { serviceProviderId: scene.fleet.jasper },
        data: { communicationPlanId: null },
      });
      const change = carrier === 'pond' ? PACKAGE : DEACTIVATE;
      const id = await millpond.submit(orderFor(scene, carrier, change, 20));
      await eventually(() => written(scene, carrier)).toBeGreaterThan(1);

      await update(id, CANCEL_UPDATE, 'immediate');
      const atCancel = await written(scene, carrier);
      const ended = await millpond.ended(id);

      expectSettled(ended);
      expect(ended.change.status).toBe('CANCELED');
      expect(ended.change.processed + ended.change.canceled).toBe(20);
      expect(ended.change.processed).toBeLessThan(atCancel + 8);
      expect(await written(scene, carrier)).toBe(ended.change.processed);
    },
  );
});

describe('waves', () => {
  it('wait for promotion where they are told to, and go on by themselves elsewhere', async () => {
    const scene = await setScene(millpond, { jasperDevices: 12 });
    const id = await submit(scene, 12, {
      rollout: {
        waves: [
          { size: { count: 2 }, pauseAfter: true },
          { size: { percent: 25 }, pauseAfter: false },
        ],
      },
    });

    await eventually(() => statusOf(id)).toBe('PAUSED');
    const gate = await millpond.read(id);
    expect(gate.change).toMatchObject({ heldBy: 'wave_gate', processed: 2, pending: 10 });
    expect(gate.change.pauseReason).toContain('Wave 1 of 3');
    expect((await scene.jasper.effects()).sort()).toEqual(
      [1, 2].map((at) => `status ${iccid(at)} DEACTIVATED`),
    );
    await expectRefused(update(id, RESUME_UPDATE), 'promote');

    await update(id, PROMOTE_UPDATE);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change).toMatchObject({ status: 'PROCESSED', processed: 12, wave: 2 });
  });

  it('wait for promotion still when their run was lost', async () => {
    const scene = await setScene(millpond, { jasperDevices: 4 });
    const waves = [{ size: { count: 2 }, pauseAfter: true }];
    const id = await submit(scene, 4, { rollout: { waves } });
    await eventually(() => statusOf(id)).toBe('PAUSED');
    await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).terminate('a test');

    await millpond.starter.restart(scene.fleet.tenantId, id);
    await eventually(() =>
      update(id, PROMOTE_UPDATE).then(
        () => true,
        () => false,
      ),
    ).toBe(true);

    expect((await millpond.ended(id)).change).toMatchObject({ status: 'PROCESSED', wave: 1 });
  });

  it('stop by themselves when too many devices fail, and say how many', async () => {
    const scene = await setScene(millpond, { jasperDevices: 40 });
    await scene.jasper.faults({ do: 'http', status: 400 });
    const id = await submit(scene, 40, {
      rollout: { errorGate: { percent: 20, minimumDevices: 5 }, maxInFlight: 2 },
    });

    await eventually(() => statusOf(id)).toBe('PAUSED');
    const paused = await millpond.read(id);
    expect(paused.change.pauseReason).toMatch(/^\d+ of \d+ devices failed \(100 %\), more than 20 %\.$/);
    expect(paused.change.error).toBeLessThanOrEqual(12);

    await scene.jasper.faults();
    await update(id, RESUME_UPDATE);
    const ended = await millpond.ended(id);
    expect(ended.change).toMatchObject({ status: 'ERROR', error: paused.change.error });
    expect(ended.change.processed).toBe(40 - paused.change.error);
  });

  it('never have more devices in flight than the caller permits', async () => {
    const scene = await setScene(millpond, { jasperDevices: 12 });
    await scene.jasper.admin('PUT', 'faults', { latencyMs: [30, 60] });
    const id = await submit(scene, 12, { rollout: { maxInFlight: 2 } });

    expect((await millpond.ended(id)).change.processed).toBe(12);
    const { json } = await scene.jasper.admin('GET', 'statistics');
    const { accounts } = json as { accounts: { acme: { highestConcurrency: number } } };
    expect(accounts.acme.highestConcurrency).toBeLessThanOrEqual(2);
  });
});

describe('dates', () => {
  it('of single rows are kept inside the one change', async () => {
    const scene = await setScene(millpond, { jasperDevices: 4 });
    const soon = new Date(Date.now() + 4_000);
    const id = await submit(scene, 4, { dates: { 2: soon, 3: soon } });
    await eventually(async () => (await millpond.read(id)).change.processed).toBe(2);
    await eventually(async () => (await millpond.read(id)).change.heldBy).toBe('effective_date');
    const before = await millpond.read(id);
    expect(outcomes(before).map(([status]) => status)).toEqual([
      'PROCESSED',
      'PENDING',
      'PENDING',
      'PROCESSED',
    ]);

    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    for (const row of ended.rows.slice(1, 3)) {
      expect(row.finishedAt?.getTime()).toBeGreaterThanOrEqual(soon.getTime());
    }
  });

  it('may be moved until they come, also to now', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    const at = new Date(Date.now() + 86_400_000);
    const id = await submit(scene, 1, { change: { ...SUSPEND, effectiveDate: { at } } });
    await eventually(() => statusOf(id)).toBe('SCHEDULED');
    const later = new Date(Date.now() + 2 * 86_400_000);
    await update(id, RESCHEDULE_UPDATE, later.toISOString());
    await eventually(async () => (await millpond.read(id)).change.effectiveAt?.getTime()).toBe(
      later.getTime(),
    );
    await eventually(() => statusOf(id)).toBe('SCHEDULED');

    await update(id, RESCHEDULE_UPDATE, new Date().toISOString());

    expect((await millpond.ended(id)).change.status).toBe('PROCESSED');
  });
});
