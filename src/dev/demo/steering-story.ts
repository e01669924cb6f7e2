import { z } from 'zod';
import { bulkChangeShape, deviceChangeShape, type FollowedChange } from './api-shapes.ts';
import type { CarrierFleet } from './carrier-fleet.ts';
import { isInUse } from './device-picker.ts';
import type { ChangeResult } from './result-table.ts';
import { lastEffect, putFaults, readEffects } from './simulator-admin.ts';
import { check, until, type Stage } from './story.ts';

/** Well-formed, and nobody's. */
const MISTYPED = '89019999999999999999';
const DEVICES = 10;
const WAVE = 5;

/**
 * What a person does with a change that does not go well: its first wave stops by itself because too many devices fail, is
 * resumed and promoted; the mistyped row is corrected; and in the end the whole change is taken back.
 */
export async function steeringStory(stage: Stage, fleet: CarrierFleet): Promise<ChangeResult> {
  const before = await lastEffect(stage.simulatorUrl);
  const chosen = fleet.picker.take(DEVICES + 1, 'active devices', isInUse).map(({ iccid }) => iccid);
  const [spare = '', ...rows] = chosen;
  rows[1] = MISTYPED;
  await refuse(stage, rows.slice(2, 4));
  stage.say('\nNow a change that does not go well: suspending ten devices in two waves.');
  const { id } = await stage.api.post('/v1/bulk-changes', requestOf(fleet, rows), bulkChangeShape);
  const stopped = await until(stage, id, 'PAUSED');
  stage.say(
    `It paused by itself: ${stopped.pauseReason ?? ''} The carrier is mended, and the change resumed.`,
  );
  await putFaults(stage.simulatorUrl, []);
  const gate = await throughTheWaves(stage, id);
  const ended = await until(stage, id, 'ERROR');
  await repair(stage, id, spare);
  const mended = await until(stage, id, 'PROCESSED');
  const undone = await takeBack(stage, id);
  const effects = await readEffects(stage.simulatorUrl, before);
  return {
    title: 'Waves, a pause by errors, a corrected row and an undo · Jasper',
    checks: [
      check('paused by itself', 'yes', stopped.pauseReason?.includes('failed') === true ? 'yes' : 'no'),
      // The mistyped row was refused before anything was begun.
      check('devices begun before that', WAVE - 1, stopped.counts.processed + stopped.counts.error - 1),
      check('waited between the waves', 'wave_gate', gate.progress.waitingFor ?? 'nothing'),
      check('failed after all waves', 3, ended.counts.error),
      check('PROCESSED after retry and correction', DEVICES, mended.counts.processed),
      check('PROCESSED by the undo', DEVICES, undone.counts.processed),
      check('suspended, then active again', DEVICES, thereAndBack(effects, [spare, ...rows])),
    ],
  };
}

function requestOf({ sample }: CarrierFleet, devices: readonly string[]): object {
  return {
    ...sample('suspend'),
    devices,
    rollout: {
      waves: [{ count: WAVE, pauseAfter: true }],
      pauseOnErrorPercent: 25,
      minimumDevices: WAVE - 1,
    },
  };
}

function refuse({ simulatorUrl }: Stage, iccids: readonly string[]): Promise<void> {
  return putFaults(
    simulatorUrl,
    iccids.map((device) => ({ when: { operation: 'editDevice', device }, do: 'rejectItem' as const })),
  );
}

/** Answers with the change as it stood between the waves. */
async function throughTheWaves(stage: Stage, id: string): Promise<FollowedChange> {
  await act(stage, id, 'resume');
  const gate = await until(stage, id, 'PAUSED', ({ progress }) => progress.waitingFor === 'wave_gate');
  stage.say(`${gate.pauseReason ?? ''} It is promoted.`);
  await act(stage, id, 'promote');
  return gate;
}

/** The refused devices are tried again, and the mistyped row gets the device that was meant. */
async function repair(stage: Stage, id: string, spare: string): Promise<void> {
  stage.say('Two devices are tried again, and the mistyped one is corrected and reprocessed by itself.');
  await stage.api.post(`/v1/bulk-changes/${id}/retry`, { errorCode: 'carrier.rejected' }, bulkChangeShape);
  await until(stage, id, 'ERROR', ({ counts }) => counts.error === 1);
  const failed = await stage.api.list(`/v1/bulk-changes/${id}/devices?status=ERROR`, deviceChangeShape);
  const mistyped = failed.find(({ identifier }) => identifier === MISTYPED);
  if (mistyped === undefined) throw new Error('The mistyped row is not among the failed ones.');
  const path = `/v1/bulk-changes/${id}/devices/${mistyped.id}`;
  await stage.api.patch(path, { iccid: spare, reprocess: true }, z.looseObject({}));
}

async function takeBack(stage: Stage, id: string): Promise<FollowedChange> {
  const undo = await stage.api.post(`/v1/bulk-changes/${id}/undo`, {}, bulkChangeShape);
  stage.say('At last the whole change is taken back, by a change of its own.');
  return until(stage, undo.id, 'PROCESSED');
}

async function act({ api }: Stage, id: string, action: 'resume' | 'promote'): Promise<void> {
  await api.post(`/v1/bulk-changes/${id}/${action}`, {}, bulkChangeShape);
}

/** Devices that were switched off once and on again once, in this order. */
function thereAndBack(
  effects: readonly { readonly device: string; readonly kind: string; readonly value: string }[],
  devices: readonly string[],
): number {
  return devices.filter((device) => {
    const own = effects.filter((effect) => effect.device === device && effect.kind === 'status');
    return own.map(({ value }) => value).join() === 'DEACTIVATED,ACTIVATED';
  }).length;
}
