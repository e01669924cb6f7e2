import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The uploaded file of a request to a route that takes one; null before it has arrived. */
    spooledFile: SpooledFile | null;
  }
}

/** An uploaded file put aside on disk, so that neither memory nor a transaction waits for a slow sender. */
export interface SpooledFile {
  /** A folder of its own, for what is made of the file as well. */
  readonly folder: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Removes the folder with all that is in it. */
  remove(): Promise<void>;
}

/**
 * Writes a body into a new folder under `directory`, readable by this user only. Nothing is left of a body that breaks off.
 * @throws Problem request.too_large
 */
export async function spool(body: Readable, limitBytes: number, directory: string): Promise<SpooledFile> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(directory, 'upload-'));
  const path = join(folder, 'file');
  const remove = () => rm(folder, { recursive: true, force: true });
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
  return { folder, path, bytes, sha256: hash.digest('hex'), remove };
}

/** A file that is refused for its size. */
export function tooLarge(limitBytes: number): Problem {
  const detail = `The file is larger than ${String(limitBytes / 1024 / 1024)} MiB. Split it.`;
  return new Problem('request.too_large', detail, { headers: { connection: 'close' } });
}
