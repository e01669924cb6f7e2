import type { Rollout, Wave } from '../../../domain/rollout.ts';
import type { RolloutBody } from '../../contracts/rollout.ts';
import { definedFields } from '../../defined-fields.ts';

/** Fewer devices than this say little about the others. */
const MINIMUM_DEVICES = 20;

/** A rollout as the domain knows it. */
export function toRollout(body: RolloutBody): Rollout {
  const { maxInFlight, waves = [], pauseOnErrorPercent, minimumDevices, maintenanceWindow } = body;
  return {
    maxInFlight: maxInFlight ?? null,
    waves: waves.map(toWave),
    errorGate:
      pauseOnErrorPercent === undefined
        ? null
        : { percent: pauseOnErrorPercent, minimumDevices: minimumDevices ?? MINIMUM_DEVICES },
    maintenanceWindow: maintenanceWindow ?? null,
  };
}

function toWave({ percent, count, pauseAfter }: NonNullable<RolloutBody['waves']>[number]): Wave {
  return { size: count === undefined ? { percent: percent ?? 100 } : { count }, pauseAfter };
}

/** The rollout of a stored change as callers write it, with what was filled in for them. */
export function toRolloutAnswer({ maxInFlight, waves, errorGate, maintenanceWindow }: Rollout): RolloutBody {
  return definedFields({
    maxInFlight: maxInFlight ?? undefined,
    waves: waves.length === 0 ? undefined : waves.map(({ size, pauseAfter }) => ({ ...size, pauseAfter })),
    pauseOnErrorPercent: errorGate?.percent,
    minimumDevices: errorGate?.minimumDevices,
    maintenanceWindow: maintenanceWindow ?? undefined,
  });
}
