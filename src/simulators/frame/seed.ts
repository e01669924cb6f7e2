import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a simulator starts from. Accounts are parsed by the carrier, devices as they are added. */
export const seedSchema = z.object({
  accounts: z.array(z.unknown()).default([]),
  devices: z.array(z.unknown()).default([]),
});

export type Seed = z.infer<typeof seedSchema>;
export type SeedInput = z.input<typeof seedSchema>;

/**
 * Reads a seed file.
 * @throws Error that names the file when it cannot be read or is not a seed.
 */
export function readSeedFile(path: string): Seed {
  try {
    return seedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`The seed file ${path} cannot be used: ${reason}`, { cause: error });
  }
}
