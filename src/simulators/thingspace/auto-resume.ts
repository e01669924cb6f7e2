import { z } from 'zod';
import type { ThingspaceState } from './thingspace-state.ts';

/** A suspension that the carrier will end by itself. */
export const autoResumeSchema = z.object({ iccid: z.string(), suspendedAt: z.string(), seq: z.int() });

export type AutoResume = z.infer<typeof autoResumeSchema>;

const dayMs = 24 * 3_600_000;

/** How many days in a row a line may be suspended. */
export const maxSuspendDays = 90;

export const maxSuspendMs = maxSuspendDays * dayMs;

/** Makes a line active again whose suspension has lasted as long as it may. */
export function resumeAutomatically(state: ThingspaceState, { iccid, suspendedAt, seq }: AutoResume): void {
  const device = state.devices.get(iccid);
  if (device?.state !== 'suspend' || device.suspendedAt !== suspendedAt) return;
  state.devices.put({ ...device, state: 'active', suspendedAt: null });
  state.frame.recordEffect(iccid, 'status', 'active', seq);
}
