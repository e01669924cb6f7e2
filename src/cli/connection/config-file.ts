import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { usageFailure } from '../command-failure.ts';

/** What `millpond config set` keeps. The token belongs to the address beside it. */
export interface StoredConfig {
  readonly api?: string;
  readonly token?: string;
}

/** `~/.config/millpond/config.json`, or where XDG_CONFIG_HOME says. */
export function configFile(environment: NodeJS.ProcessEnv): string {
  const home = environment['XDG_CONFIG_HOME'];
  const folder = home === undefined || home === '' ? join(homedir(), '.config') : home;
  return join(folder, 'millpond', 'config.json');
}

/** An absent file is an empty configuration. @throws CommandFailure usage when it cannot be read */
export async function readConfigFile(file: string, warn: (text: string) => void): Promise<StoredConfig> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw usageFailure(`${file} cannot be read: ${String(error)}`);
  });
  if (text === undefined) return {};
  await warnWhenOthersRead(file, warn);
  return parseConfig(file, text);
}

/** Written beside and renamed, so that no half of it is ever read; only its owner may read it. */
export async function writeConfigFile(file: string, config: StoredConfig): Promise<void> {
  const written = `${file}.${String(process.pid)}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(written, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  await chmod(written, 0o600);
  await rename(written, file);
}

async function warnWhenOthersRead(file: string, warn: (text: string) => void): Promise<void> {
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    warn(`Others on this machine can read ${file}, and the token in it. Run: chmod 600 ${file}`);
  }
}

function parseConfig(file: string, text: string): StoredConfig {
  const advice = `Correct it, or remove it and run "millpond config set" again.`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw usageFailure(`${file} is not JSON.`, advice);
  }
  if (typeof value !== 'object' || value === null) throw usageFailure(`${file} holds no object.`, advice);
  return {
    ...('api' in value && typeof value.api === 'string' ? { api: value.api } : {}),
    ...('token' in value && typeof value.token === 'string' ? { token: value.token } : {}),
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
