import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A file of JSON lines: the state as of the last rewrite, then every change since. */
export interface StateFile {
  /** Appends lines before the caller answers, so that even SIGKILL loses nothing that was answered. */
  append(lines: readonly string[]): void;
  /** Bytes appended since the last rewrite. */
  appendedBytes(): number;
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
  const close = (): void => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  return {
    append: (lines) => {
      if (descriptor === null) return;
      const text = `${lines.join('\n')}\n`;
      writeAll(descriptor, text);
      appended += text.length;
    },
    appendedBytes: () => appended,
    rewrite: (lines) => {
      const temporary = `${path}.writing`;
      const fresh = openSync(temporary, 'w', 0o600);
      for (const chunk of chunked(lines)) writeAll(fresh, `${chunk.join('\n')}\n`);
      fsyncSync(fresh);
      renameSync(temporary, path);
      close();
      descriptor = fresh;
      appended = 0;
    },
    close,
  };
}

/**
 * Reads the values of a state file, oldest first; nothing when there is no file. A last line that was
 * cut short by a crash is left out.
 * @throws Error when any other line is not JSON.
 */
export function readStateFile(path: string): unknown[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const values: unknown[] = [];
  lines.forEach((line, at) => {
    if (line === '') return;
    try {
      values.push(JSON.parse(line));
    } catch (error) {
      if (at === lines.length - 1) return;
      throw new Error(
        `${path} is damaged at line ${at + 1}. Move it away to start again from the seed, or put a copy back.`,
        { cause: error },
      );
    }
  });
  return values;
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
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
