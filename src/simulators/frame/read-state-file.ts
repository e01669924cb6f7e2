import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const chunkBytes = 1024 * 1024;

/**
 * Reads the values of a state file, oldest first and a piece at a time; nothing when there is no file. A
 * last line that a crash cut short has no end of line and is left out.
 * @throws Error when any other line is not JSON.
 */
export function* readStateFile(path: string): Generator<unknown> {
  let number = 0;
  for (const line of readLines(path)) {
    number += 1;
    yield parseLine(path, line, number);
  }
}

function* readLines(path: string): Generator<string> {
  if (!existsSync(path)) return;
  const descriptor = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(chunkBytes);
    let rest = '';
    for (;;) {
      const length = readSync(descriptor, buffer, 0, chunkBytes, null);
      if (length === 0) return;
      const lines = (rest + decoder.write(buffer.subarray(0, length))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    closeSync(descriptor);
  }
}

function parseLine(path: string, line: string, number: number): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch (error) {
    const advice = 'Move it away to start again from the seed, or put a copy back.';
    throw new Error(`${path} is damaged at line ${number}. ${advice}`, { cause: error });
  }
}
