import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';

export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

const folder = join(import.meta.dirname, 'histories');

/** Names of the recorded paths; none before the first recording. */
export async function recordedPaths(): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
}

export async function readRecorded(path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, `${path}.json`), 'utf8'));
}

/** One event a line, so that a difference between two recordings can be read. */
export async function writeRecorded(path: string, history: History): Promise<void> {
  await mkdir(folder, { recursive: true });
  const events = (history.events ?? []).map((event) => JSON.stringify(plain(event)));
  await writeFile(join(folder, `${path}.json`), `{"events":[\n${events.join(',\n')}\n]}\n`);
}

/** A process and its host: an identity, or a sticky queue that is named after one. It means nothing to a replay. */
const PROCESS = /^\d+@.+/;

/**
 * The message as the replayer takes it: bytes as base64, long numbers as numbers, enums as they are. The SDK's own JSON
 * works only where all of its packages share one copy of protobufjs, which an installation does not promise.
 */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'string') return value.replace(PROCESS, 'recorder');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (isLong(value)) return value.toNumber();
  return Object.fromEntries(
    // Stack traces tell where the sources were, and change with every line above them.
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      key === 'stackTrace' ? '' : plain(inner),
    ]),
  );
}

function isLong(value: object): value is { toNumber(): number } {
  return 'toNumber' in value && typeof value.toNumber === 'function';
}
