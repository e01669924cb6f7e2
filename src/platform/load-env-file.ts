import { existsSync } from 'node:fs';

/**
 * Adds the variables of `.env` in the working directory to the environment; what is set already stays. Only the
 * composition roots call it.
 */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
