import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retryBulkChange } from '../../src/db/submission/act-on-bulk-change.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, orderFor, outcomes, setScene, story, type Scene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 2 });
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const CHANGE = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;

const DONE: [string, null] = ['PROCESSED', null];
const REJECTED: [string, string] = ['ERROR', 'carrier.rejected'];
const FORBIDDEN: [string, string] = ['ERROR', 'carrier.forbidden'];

/** A change of four devices that ended in two ways: 1 and 3 rejected, 2 forbidden, 4 done. */
async function failedChange(): Promise<{ readonly scene: Scene; readonly id: string }> {
  const scene = await setScene(millpond, { jasperDevices: 4 });
  const refuse = (at: number, status: number) => ({ when: { device: iccid(at) }, do: 'http', status });
  await scene.jasper.faults(refuse(1, 400), refuse(2, 403), refuse(3, 400));
  const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, 4));
  expect(outcomes(await millpond.ended(id))).toEqual([REJECTED, FORBIDDEN, REJECTED, DONE]);
  await scene.jasper.faults();
  return { scene, id };
}

describe('retry', () => {
  it.each([
    { by: 'nothing: all that failed', filter: {}, after: [DONE, DONE, DONE, DONE] },
    { by: 'code', filter: { errorCode: 'carrier.forbidden' }, after: [REJECTED, DONE, REJECTED, DONE] },
    { by: 'class', filter: { errorClass: 'VALIDATION' }, after: [DONE, FORBIDDEN, DONE, DONE] },
  ])('by $by opens exactly those rows again', async ({ filter, after }) => {
    const { scene, id } = await failedChange();

    await millpond.retry(scene.fleet.tenantId, id, filter);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual(after);
    expect(ended.change.status).toBe(
      after.every(([status]) => status === 'PROCESSED') ? 'PROCESSED' : 'ERROR',
    );
    expect(await scene.jasper.effects()).toHaveLength(
      after.filter(([status]) => status === 'PROCESSED').length,
    );
  });

  it('reads first, and keeps a certain failure certain when the read is refused', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    const missing = {
      when: { device: iccid(1) },
      do: 'http',
      status: 404,
      body: { errorMessage: 'no', errorCode: '20000001' },
    };
    await scene.jasper.faults(missing);
    const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, 1));
    const notFound: [string, string] = ['ERROR', 'carrier.device_not_found'];
    expect(outcomes(await millpond.ended(id))).toEqual([notFound]);

    await millpond.retry(scene.fleet.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([notFound]);
    expect(ended.rows[0]).toMatchObject({ attempts: 2, writeSentAt: null });
  });

  it('by device opens that row only, and keeps its attempts and its log', async () => {
    const { scene, id } = await failedChange();
    const third = (await millpond.read(id)).rows[2]?.id ?? '';

    await millpond.retry(scene.fleet.tenantId, id, { deviceChangeIds: [third] });
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([REJECTED, FORBIDDEN, DONE, DONE]);
    expect(ended.rows.map((row) => row.attempts)).toEqual([1, 1, 2, 1]);
    const step = (operation: string) => `Update Device Status: Jasper ${operation}`;
    expect(story(ended, third)).toEqual([
      `! ${step('Set Status')}`,
      `! ${step('Record Outcome')}`,
      step('Get Device'),
      step('Set Status'),
      step('Record Outcome'),
    ]);
  });

  it('opens no row whose device the tenant does not have, and says when nothing matches', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    const order = orderFor(scene, 'jasper', CHANGE, 1);
    const id = await millpond.submit({ ...order, iccids: [iccid(1), iccid(77)] });
    const ended = await millpond.ended(id);
    expect(outcomes(ended)).toEqual([DONE, ['ERROR', 'device.not_found']]);

    const who = { tenantId: order.tenantId, actor: 'test' };
    const again = await retryBulkChange(millpond.database, who, id, {}, new Date());

    expect(again).toEqual({ outcome: 'nothing_matches' });
    expect(outcomes(await millpond.read(id))).toEqual(outcomes(ended));
  });

  it('while the change still runs is taken up by that very run', async () => {
    const scene = await setScene(millpond, { jasperDevices: 6 });
    await scene.jasper.faults(
      { when: { device: iccid(1) }, do: 'http', status: 400, times: 1 },
      { when: { device: iccid(6) }, do: 'slow', ms: 1_500 },
    );
    const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, 6));
    await eventually(async () => (await millpond.read(id)).rows[0]?.status).toBe('ERROR');

    await millpond.retry(scene.fleet.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.jasper.effects()).toHaveLength(6);
  });

  it('at the moment of closing is never lost, however the two meet', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    const { tenantId } = scene.fleet;
    await scene.jasper.faults({ when: { operation: 'editDevice' }, do: 'http', status: 400 });
    const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, 1));
    const who = { tenantId, actor: 'test' };
    const rounds = 12;

    for (let round = 0; round < rounds; round += 1) {
      await eventually(async () => (await millpond.read(id)).rows[0]?.status).toBe('ERROR');
      // The row has its outcome; the run is recording, counting, closing or gone. Some rounds meet each of these.
      if (round % 3 === 2)
        await eventually(async () => (await millpond.read(id)).change.status).toBe('ERROR');
      if (round === rounds - 1) await scene.jasper.faults();
      expect(await retryBulkChange(millpond.database, who, id, {}, new Date())).toEqual({ outcome: 'done' });
      await millpond.starter.start(tenantId, id);
    }

    await eventually(async () => (await millpond.read(id)).change.status).toBe('PROCESSED');
    const ended = await millpond.ended(id);
    expectSettled(ended);
    expect(ended.rows[0]?.attempts).toBe(rounds + 1);
    expect(await scene.jasper.effects()).toHaveLength(1);
  });
});
