import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../problem.ts';

/** An uploaded file put aside on disk, so that neither memory nor a transaction waits for a slow sender. */
export interface SpooledFile {
  readonly path: string;
  readonly sha256: string;
  remove(): Promise<void>;
}

/** @throws Problem request.too_large */
export async function spool(body: Readable, limitBytes: number): Promise<SpooledFile> {
  const path = join(tmpdir(), `millpond-upload-${randomUUID()}`);
  const remove = () => rm(path, { force: true });
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > limitBytes) throw tooLarge(limitBytes);
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    );
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, sha256: hash.digest('hex'), remove };
}

function tooLarge(limitBytes: number): Problem {
  const detail = `The file is larger than ${String(limitBytes / 1024 / 1024)} MiB. Split it.`;
  return new Problem('request.too_large', detail);
}
