import {
  bulkChangeWorkflowId,
  CANCEL_UPDATE,
  PAUSE_UPDATE,
  PROMOTE_UPDATE,
  RESCHEDULE_UPDATE,
  RESUME_UPDATE,
} from '../../src/domain/workflow-id.ts';
import type { Millpond } from '../support/millpond.ts';
import { eventually, orderFor, setScene } from '../workflows/scene.ts';
import { REFUSED, SUSPEND } from './device-paths.ts';
import type { TakenPath } from './paths.ts';

/** A change that is paused and resumed, one in waves, one that its failures stop, and one whose date is moved. */
export async function takeSteeredPaths(millpond: Millpond): Promise<TakenPath[]> {
  const update = (id: string, name: string, argument?: string) =>
    millpond.client.workflow
      .getHandle(bulkChangeWorkflowId(id))
      .executeUpdate<void, [string | undefined]>(name, { args: [argument] });
  const status = async (id: string) => (await millpond.read(id)).change.status;
  const jasperSettings = { requestsPerSecond: 4, maxConcurrentRequests: 1 };
  const scene = await setScene(millpond, { jasperDevices: 12, jasperSettings });
  const paused = await millpond.submit(orderFor(scene, 'jasper', SUSPEND, 12));
  await eventually(async () => (await scene.jasper.effects()).length).toBeGreaterThan(0);
  await update(paused, PAUSE_UPDATE, 'a look');
  await update(paused, RESUME_UPDATE);
  await millpond.ended(paused);
  const waves = await millpond.submit({
    ...orderFor(await setScene(millpond, { jasperDevices: 6 }), 'jasper', SUSPEND, 6),
    rollout: {
      waves: [
        { size: { count: 2 }, pauseAfter: true },
        { size: { count: 2 }, pauseAfter: false },
      ],
    },
  });
  await eventually(() => status(waves)).toBe('PAUSED');
  await update(waves, PROMOTE_UPDATE);
  await millpond.ended(waves);
  const failing = await setScene(millpond, { jasperDevices: 6 });
  await failing.jasper.faults(REFUSED);
  const gated = await millpond.submit({
    ...orderFor(failing, 'jasper', SUSPEND, 6),
    rollout: { maxInFlight: 1, errorGate: { percent: 10, minimumDevices: 2 } },
  });
  await eventually(() => status(gated)).toBe('PAUSED');
  await update(gated, CANCEL_UPDATE, 'immediate');
  await millpond.ended(gated);
  const moved = await millpond.submit(
    orderFor(
      await setScene(millpond, { jasperDevices: 1 }),
      'jasper',
      { ...SUSPEND, effectiveDate: { at: new Date(Date.now() + 86_400_000) } },
      1,
    ),
  );
  await eventually(() => status(moved)).toBe('SCHEDULED');
  await update(moved, RESCHEDULE_UPDATE, new Date().toISOString());
  await millpond.ended(moved);
  return [
    { path: 'steered-paused', workflowId: bulkChangeWorkflowId(paused) },
    { path: 'steered-waves', workflowId: bulkChangeWorkflowId(waves) },
    { path: 'steered-gated', workflowId: bulkChangeWorkflowId(gated) },
    { path: 'steered-rescheduled', workflowId: bulkChangeWorkflowId(moved) },
  ];
}
