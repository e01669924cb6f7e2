import { z } from 'zod';
import type { SimulatorClock } from './clock.ts';
import type { SequencedLog } from './sequenced-log.ts';

/** What can really change at a carrier, in the words of the admin interface. */
const effectKinds = [
  'status',
  'ratePlan',
  'communicationPlan',
  'customer',
  'packageAdded',
  'packageStatus',
  'activation',
  'ipProvisioned',
  'customField',
  'serviceCreated',
  'productCreated',
] as const;

export type EffectKind = (typeof effectKinds)[number];

export const effectSchema = z.object({
  seq: z.int(),
  at: z.string(),
  device: z.string(),
  kind: z.enum(effectKinds),
  value: z.string(),
  /** Number of the request that caused it. */
  request: z.int(),
});

/** One thing that really changed. */
export type Effect = z.infer<typeof effectSchema>;

/** Notes that something changed: device, kind, new value, number of the request that caused it. */
export type RecordEffect = (device: string, kind: EffectKind, value: string, request: number) => void;

/** Creates the function by which a carrier reports effects; `written` hears of each, to save it. */
export function createEffectRecorder(
  log: SequencedLog<Effect>,
  clock: SimulatorClock,
  written: (effect: Effect) => void,
): RecordEffect {
  return (device, kind, value, request) => {
    const effect = { seq: log.nextSeq(), at: clock.iso(), device, kind, value, request };
    log.append(effect);
    written(effect);
  };
}
