import { createHash } from 'node:crypto';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { UploadedFileName } from '../contracts/upload.ts';
import { Problem } from '../problem.ts';
import { spool, tooLarge } from './spool.ts';
import type { UploadSettings } from './upload-settings.ts';

/** The part of the form that holds the file; every other part is a field, whether it has a file name or not. */
export const FILE_PART = 'file';

export const FIELD_LIMIT_BYTES = 1024 * 1024;

/**
 * Takes the form apart, in whatever order its parts come: the file goes to disk (`request.spooledFile`), `request` is read as JSON. The body
 * becomes `{ file, request }`, so that faults point at `/request/…`; its hash for the Idempotency-Key is that of both.
 * @throws Problem request.malformed or request.too_large
 */
export async function readUploadForm(
  request: FastifyRequest,
  { directory, maxFileBytes }: Pick<UploadSettings, 'directory' | 'maxFileBytes'>,
): Promise<void> {
  // A length that is told beforehand spares both sides the transfer.
  if (Number(request.headers['content-length'] ?? 0) > maxFileBytes + 2 * FIELD_LIMIT_BYTES) {
    throw tooLarge(maxFileBytes);
  }
  const fields: Record<string, unknown> = {};
  let file: UploadedFileName | undefined;
  for await (const part of partsOf(request)) {
    if (part.type === 'field') fields[part.fieldname] = fieldOf(part);
    else {
      file = { name: part.filename, contentType: part.mimetype };
      await spoolPart(request, part, maxFileBytes, directory);
    }
  }
  if (file === undefined) throw missingFile();
  request.bodySha256 = hashOf(request.spooledFile?.sha256 ?? '', fields['request']);
  const asked = jsonOf(fields['request']);
  const others = Object.entries(fields).filter(([name]) => name !== 'request');
  request.body = { ...Object.fromEntries(others), file, ...(asked === undefined ? {} : { request: asked }) };
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts();
  } catch (error) {
    throw problemOfForm(error);
  }
}

async function spoolPart(
  request: FastifyRequest,
  part: MultipartFile,
  maxFileBytes: number,
  directory: string,
): Promise<void> {
  try {
    request.spooledFile = await spool(part.file, maxFileBytes, directory);
  } catch (error) {
    // A full disk is ours to mend; a part that ends too early is the sender's.
    throw error instanceof Error && 'syscall' in error ? error : problemOfForm(error);
  }
  // The parser ends a file quietly at its limit.
  if (part.file.truncated) throw tooLarge(maxFileBytes);
}

function fieldOf(part: Extract<Multipart, { type: 'field' }>): unknown {
  if (!part.valueTruncated) return part.value;
  const pointer = `/${part.fieldname.slice(0, 100)}`;
  throw malformed(pointer, 'field.size', `The part "${part.fieldname.slice(0, 100)}" is larger than 1 MiB.`);
}

/** A part that is named as JSON has been read already. Nothing, and an object with nothing in it, is no request. */
function jsonOf(value: unknown): unknown {
  const read = typeof value === 'string' && value.trim() !== '' ? parsed(value) : value;
  const isEmpty = typeof read === 'object' && read !== null && Object.keys(read).length === 0;
  return isEmpty || read === '' || (typeof read === 'string' && read.trim() === '') ? undefined : read;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('/request', 'field.format', 'The part "request" is not JSON.');
  }
}

function hashOf(fileSha256: string, asked: unknown): string {
  const text = typeof asked === 'string' ? asked : JSON.stringify(asked ?? null);
  return createHash('sha256').update(`${fileSha256}\n${text}`).digest('hex');
}

function missingFile(): Problem {
  return malformed('/file', 'field.required', 'Send the list of devices as the part "file".');
}

function malformed(pointer: string, code: string, detail: string): Problem {
  return new Problem('request.malformed', detail, { errors: [{ pointer, code, detail }] });
}

/** What the parser of the form refuses, in words that say what to send. */
function problemOfForm(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_FILES_LIMIT') return malformed('/file', 'field.size', 'Send one file in a request.');
  if (code === 'FST_PARTS_LIMIT' || code === 'FST_FIELDS_LIMIT') {
    return malformed('', 'field.size', 'Send two parts: "file" and "request".');
  }
  if (code === 'FST_INVALID_JSON_FIELD_ERROR') {
    return malformed('/request', 'field.format', 'The part "request" is not JSON, or is larger than 1 MiB.');
  }
  return malformed('', 'field.format', 'The form breaks off, or is not multipart/form-data.');
}
