import { z } from 'zod';
import { timeZoneSchema } from './atoms.ts';

const MOST_WAVES = 50;
/** Over all waves; sums of decimal fractions are not exact. */
const MOST_PERCENT = 100 + 1e-6;

const waveSchema = z
  .strictObject({
    percent: z.number().gt(0).max(100).optional().describe('Of all devices of the change.'),
    count: z.int().min(1).max(1_000_000).optional().describe('So many devices.'),
    pauseAfter: z.boolean().default(false).describe('Wait for /promote before the next wave.'),
  })
  .refine(({ percent, count }) => (percent === undefined) !== (count === undefined), {
    error: 'Give the size of a wave once: by percent, or by count.',
  })
  .meta({ id: 'RolloutWave' });

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of the day as HH:MM, from 00:00 to 23:59.')
  .meta({ examples: ['22:00'] });

const maintenanceWindowSchema = z
  .strictObject({
    timeZone: timeZoneSchema,
    from: timeOfDay,
    to: timeOfDay.describe('Before `from`: on the next day. The same as `from`: open all day.'),
  })
  .meta({
    id: 'MaintenanceWindow',
    description:
      'Devices are begun between these local times only. A time that a change to summer time skips counts as an hour later, one that the change back doubles as the first of the two.',
  });

/** How a change is let out, as a caller asks for it. */
export const rolloutSchema = z
  .strictObject({
    maxInFlight: z.int().min(1).max(100_000).optional().describe('Devices at work at once, at most.'),
    waves: z
      .array(waveSchema)
      .max(MOST_WAVES)
      .refine(
        (waves) => waves.reduce((sum, { percent = 0 }) => sum + percent, 0) <= MOST_PERCENT,
        'The waves add up to more than 100 percent.',
      )
      .optional()
      .describe('Parts of the devices, in the order of the request. What they leave is one more wave.'),
    pauseOnErrorPercent: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .describe('Pause once more than so many percent of the devices that ended have failed.'),
    minimumDevices: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('Devices that must have ended before pauseOnErrorPercent means anything. Default: 20.'),
    maintenanceWindow: maintenanceWindowSchema.optional(),
  })
  .refine((rollout) => rollout.minimumDevices === undefined || rollout.pauseOnErrorPercent !== undefined, {
    path: ['minimumDevices'],
    error: 'minimumDevices belongs to pauseOnErrorPercent: give both, or neither.',
  })
  .meta({
    id: 'Rollout',
    examples: [
      {
        maxInFlight: 50,
        waves: [
          { count: 10, pauseAfter: true },
          { percent: 25, pauseAfter: false },
        ],
        pauseOnErrorPercent: 5,
        minimumDevices: 20,
        maintenanceWindow: { timeZone: 'America/New_York', from: '22:00', to: '05:00' },
      },
    ],
  });

export type RolloutBody = z.output<typeof rolloutSchema>;
