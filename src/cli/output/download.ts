import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Cli, Session } from '../cli.ts';
import { usageFailure } from '../command-failure.ts';
import { ApiUnreachable } from '../http/api-unreachable.ts';
import { bytesText } from './bytes-text.ts';
import { CLEAR_LINE } from './clear-line.ts';

const SILENCE_MS = 60_000;
const SHOW_EVERY_BYTES = 262_144;

export interface Download {
  readonly path: string;
  readonly accept: string;
  /** A file, or `-` for the output. */
  readonly target: string;
}

/**
 * Saves an answer while it comes. The file appears under its name only when all of it has arrived; a transfer that breaks
 * off leaves nothing behind.
 * @throws ApiProblem, ApiUnreachable, CommandFailure usage when the file cannot be written
 */
export async function download(
  cli: Cli,
  session: Session,
  { path, accept, target }: Download,
): Promise<void> {
  const { terminal } = cli;
  const { body } = await session.api.open(path, { accept, silenceMs: SILENCE_MS });
  if (target === '-') {
    if (terminal.isTerminal && path.endsWith('.xlsx')) {
      body.destroy();
      throw usageFailure('A workbook is not for the terminal.', 'Name a file with --output.');
    }
    await terminal.writeAll(received(cli, body));
    return;
  }
  let bytes = 0;
  const counted = async function* () {
    let shown = 0;
    for await (const chunk of received(cli, body)) {
      bytes += chunk.length;
      yield chunk;
      if (!terminal.isErrorTerminal || bytes - shown < SHOW_EVERY_BYTES) continue;
      shown = bytes;
      terminal.writeError(`${CLEAR_LINE}${bytesText(bytes)}`);
    }
  };
  await writeWhole(target, counted());
  if (terminal.isErrorTerminal) terminal.writeError(CLEAR_LINE);
  if (session.json) terminal.print(JSON.stringify({ file: target, bytes }, null, 2));
  else terminal.say(`Saved ${target} (${bytesText(bytes)}).`);
}

/** What arrives; an end before the end is the network's fault, or the wish of who pressed Ctrl-C. */
async function* received({ signal }: Cli, body: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    signal.throwIfAborted();
    throw new ApiUnreachable('The transfer has broken off; nothing was saved. Run the command again.', {
      cause: error,
    });
  }
}

async function writeWhole(target: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const part = `${target}.${String(process.pid)}.part`;
  const file = await open(part, 'wx').catch((error: unknown) => {
    throw usageFailure(`${target} cannot be written: ${String(error)}`);
  });
  try {
    await pipeline(chunks, file.createWriteStream());
    await rename(part, target);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}
