import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const projectDirectory = resolve(import.meta.dirname, '..', '..', '..');

/** The API that `npm start` runs in this clone, with the operator's token; undefined when none is running. */
export async function readSandboxStack(
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly api: string; readonly token: string } | undefined> {
  const folder = environment['MILLPOND_DATA_DIR'] ?? join(projectDirectory, '.data');
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8'));
    if (!isStack(value)) return undefined;
    return { api: value.apiUrl, token: value.tokens.operator };
  } catch {
    return undefined;
  }
}

function isStack(
  value: unknown,
): value is { readonly apiUrl: string; readonly tokens: { readonly operator: string } } {
  if (typeof value !== 'object' || value === null || !('apiUrl' in value) || !('tokens' in value)) {
    return false;
  }
  const { apiUrl, tokens } = value;
  if (typeof apiUrl !== 'string' || typeof tokens !== 'object' || tokens === null) return false;
  return 'operator' in tokens && typeof tokens.operator === 'string';
}
