import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';

export interface MultipartBody {
  readonly contentType: string;
  readonly contentLength: number;
  /** A new stream for each attempt: the file is read from disk again and never held in memory. */
  readonly open: () => Readable;
}

/** The file as `file`, after the request as `request` so that a server knows what it reads; null: no request. */
export async function multipartBody(file: string, request: object | null): Promise<MultipartBody> {
  const boundary = `millpond-${randomUUID()}`;
  const { size } = await stat(file);
  const head = Buffer.from(`${requestPart(boundary, request)}${fileHead(boundary, basename(file))}`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: head.length + size + tail.length,
    open: () => Readable.from(inOrder(head, file, tail)),
  };
}

async function* inOrder(head: Buffer, file: string, tail: Buffer): AsyncGenerator<unknown> {
  yield head;
  yield* createReadStream(file);
  yield tail;
}

function requestPart(boundary: string, request: object | null): string {
  if (request === null) return '';
  const name = 'Content-Disposition: form-data; name="request"';
  return `--${boundary}\r\n${name}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(request)}\r\n`;
}

function fileHead(boundary: string, name: string): string {
  // As browsers write it: only these three would end the name early.
  const quoted = name.replace(/[\r\n"]/g, (character) => encodeURIComponent(character));
  const type = name.toLowerCase().endsWith('.xlsx')
    ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    : 'text/csv';
  return `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted}"\r\nContent-Type: ${type}\r\n\r\n`;
}
