import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FleetDevice } from './api-shapes.ts';

const sampleSchema = z.looseObject({
  serviceProviderId: z.string(),
  changeType: z.string(),
  devices: z.array(z.union([z.string(), z.object({ iccid: z.string(), imei: z.string() })])),
});

/** The body of a request as it stands in a file of `examples/`, ready to be sent. */
export type SampleRequest = z.infer<typeof sampleSchema>;

/** @throws Error that names the file when it is missing or no request. */
export function readSample(projectDirectory: string, name: string): SampleRequest {
  const file = join(projectDirectory, 'examples', `${name}.json`);
  try {
    return sampleSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`The sample request ${file} cannot be used.`, { cause: error });
  }
}

/** How a request names a device: by the line's number where the carrier knows lines, else by the ICCID. */
export function rowOf({ iccid, msisdn }: FleetDevice, namesLines: boolean): string {
  return namesLines && msisdn !== null ? msisdn : iccid;
}

/** A row of an activation: the device that the SIM is in stands beside it. */
export function rowWithImei({ iccid, imei }: FleetDevice): { iccid: string; imei: string } {
  return { iccid, imei: imei ?? '' };
}

/** What a row names, as the outcome of the device repeats it. */
export function identifierOf(row: SampleRequest['devices'][number]): string {
  return typeof row === 'string' ? row : row.iccid;
}
