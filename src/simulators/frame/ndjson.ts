import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const itemsPerChunk = 500;

/** Streams items as JSON lines, no faster than the client reads. */
export async function sendNdjson(response: ServerResponse, items: readonly unknown[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  await pipeline(Readable.from(chunks(items)), response);
}

function* chunks(items: readonly unknown[]): Generator<string> {
  for (let at = 0; at < items.length; at += itemsPerChunk) {
    const lines = items.slice(at, at + itemsPerChunk).map((item) => `${JSON.stringify(item)}\n`);
    yield lines.join('');
  }
}
