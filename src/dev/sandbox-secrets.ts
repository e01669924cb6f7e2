import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writePrivateJson } from './private-file.ts';

const secretsSchema = z.object({
  postgresPassword: z.string().min(1),
  /** `<id>:<base64 of 32 bytes>`, as MILLPOND_ENCRYPTION_KEYS wants it. */
  encryptionKeys: z.string().min(1),
});

export type SandboxSecrets = z.infer<typeof secretsSchema>;

/** The secrets of a sandbox: made once at random, then kept in its folder. Losing them means losing the data they protect. */
export function provideSandboxSecrets(dataDirectory: string): SandboxSecrets {
  const file = join(dataDirectory, 'secrets.json');
  const kept = readJson(file, secretsSchema);
  if (kept !== undefined) return kept;
  const made = {
    postgresPassword: randomBytes(18).toString('base64url'),
    encryptionKeys: `sandbox1:${randomBytes(32).toString('base64')}`,
  };
  writePrivateJson(file, made);
  return made;
}
