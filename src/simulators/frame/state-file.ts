import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of JSON lines: the state as of the last rewrite, then every change since. */
export interface StateFile {
  /** Appends lines before the caller answers, so that even SIGKILL loses nothing that was answered. */
  append(lines: readonly string[]): void;
  /** Bytes appended since the last rewrite. */
  appendedBytes(): number;
  /** Bytes of the last rewrite. */
  compactBytes(): number;
  /** Replaces the file by the given lines: a temporary file first, then a rename. */
  rewrite(lines: Iterable<string>): void;
  close(): void;
}

const linesPerWrite = 2_000;

/** Opens a state file for writing, creating its folder; `append` needs a `rewrite` first. */
export function openStateFile(path: string): StateFile {
  mkdirSync(dirname(path), { recursive: true });
  let descriptor: number | null = null;
  let appended = 0;
  let compact = 0;
  const close = (): void => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  return {
    append: (lines) => {
      if (descriptor === null) return;
      appended += writeAll(descriptor, `${lines.join('\n')}\n`);
    },
    appendedBytes: () => appended,
    compactBytes: () => compact,
    rewrite: (lines) => {
      const temporary = `${path}.writing`;
      const fresh = openSync(temporary, 'w', 0o600);
      compact = 0;
      for (const chunk of chunked(lines)) compact += writeAll(fresh, `${chunk.join('\n')}\n`);
      renameSync(temporary, path);
      close();
      descriptor = fresh;
      appended = 0;
    },
    close,
  };
}

function writeAll(descriptor: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  return written;
}

function* chunked(lines: Iterable<string>): Generator<string[]> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < linesPerWrite) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
