import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iccid, jasperSandbox, pondSandbox, revioSandbox } from '../simulators/running-simulators.ts';
import { seedFleet } from '../support/fleet.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

describe('update device status over Jasper', () => {
  it('suspends every device at the carrier and in the database, and logs each call', async () => {
    const jasper = await jasperSandbox();
    const [pond, revio] = [await pondSandbox(), await revioSandbox()];
    const urls = { jasper: jasper.simulator.url, pond: pond.simulator.url, revio: revio.simulator.url };
    const fleet = await seedFleet(millpond.database, millpond.encryption, { urls, jasperDevices: 3 });

    const id = await millpond.submit({
      tenantId: fleet.tenantId,
      serviceProviderId: fleet.jasper,
      change: { changeType: 'statusupdate', targetStatus: 'suspended' },
      iccids: [iccid(1), iccid(2), iccid(3), iccid(99)],
    });
    const { change, rows, log } = await millpond.ended(id);

    expect(change).toMatchObject({
      status: 'ERROR',
      total: 4,
      processed: 3,
      error: 1,
      pending: 0,
      processing: 0,
    });
    expect(rows.map((row) => [row.status, row.errorCode])).toEqual([
      ['PROCESSED', null],
      ['PROCESSED', null],
      ['PROCESSED', null],
      ['ERROR', 'device.not_found'],
    ]);
    expect((await jasper.effects()).sort()).toEqual([1, 2, 3].map((at) => `status ${iccid(at)} DEACTIVATED`));
    expect(log.map((entry) => entry.description)).toContain('Update Device Status: Jasper Set Status');
  });
});
