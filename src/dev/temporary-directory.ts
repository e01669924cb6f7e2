import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new temporary folder that every user may pass through, though not list. PostgreSQL runs as another user when we are root, and
 * could not reach its data in a folder that is closed to all but us.
 */
export function makeTemporaryDirectory(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `millpond-${purpose}-`));
  chmodSync(folder, 0o711);
  return folder;
}
