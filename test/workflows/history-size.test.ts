import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkChangeWorkflowId, deviceWorkflowId } from '../../src/domain/workflow-id.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { orderFor, setScene, type Carrier } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const CHANGE = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;
const MOST_EVENTS = 13;

describe('what a device costs the Temporal server', () => {
  it.each<Carrier>(['jasper', 'pond'])(
    'over %s: one regular activity, at most 13 events',
    async (carrier) => {
      const scene = await setScene(millpond, { [`${carrier}Devices`]: 3 });
      await millpond.ended(await millpond.submit(orderFor(scene, carrier, CHANGE, 3)));

      for (const at of [1, 2, 3]) {
        const handle = millpond.client.workflow.getHandle(deviceWorkflowId(scene.fleet[carrier], iccid(at)));
        const events = (await handle.fetchHistory()).events ?? [];
        expect(events.filter((event) => event.activityTaskScheduledEventAttributes != null)).toHaveLength(1);
        expect(events.length).toBeLessThanOrEqual(MOST_EVENTS);
      }
    },
  );

  it('the history of a change grows with its batches and not with its devices', async () => {
    const scene = await setScene(millpond, { jasperDevices: 40 });
    const eventsOf = async (devices: number) => {
      const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, devices));
      await millpond.ended(id);
      const { events } = await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).fetchHistory();
      return events?.length ?? 0;
    };

    expect(await eventsOf(40)).toBeLessThanOrEqual((await eventsOf(1)) + 5);
  });
});
