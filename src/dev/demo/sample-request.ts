import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const sampleSchema = z.looseObject({
  serviceProviderId: z.string(),
  changeType: z.string(),
  devices: z.array(z.string()),
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
