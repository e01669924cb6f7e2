import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { usageFailure } from './command-failure.ts';

/**
 * The text of a file; `-` is the standard input, which Ctrl-C ends.
 * @throws CommandFailure usage
 */
export async function readInput(file: string, signal: AbortSignal): Promise<string> {
  try {
    return file === '-'
      ? await text(addAbortSignal(signal, process.stdin))
      : await readFile(file, { encoding: 'utf8', signal });
  } catch (error) {
    signal.throwIfAborted();
    throw usageFailure(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
