import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { UnreadableFileError } from '../file-notes.ts';

/** The parts of a workbook, by their path inside the ZIP archive. */
export interface Archive {
  has(path: string): boolean;
  /** @throws UnreadableFileError when there is no such part */
  open(path: string): Promise<Readable>;
  close(): void;
}

export interface ArchiveLimits {
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** Beyond `ratioFromBytes`, how many times larger than the file its content may be. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

const MEBIBYTE = 1024 * 1024;

/** A sheet of a million devices inflates to some 200 MiB, about fifteen times its file; a bomb to a thousand times. */
const LIMITS: ArchiveLimits = {
  entries: 2_000,
  entryBytes: 800 * MEBIBYTE,
  totalBytes: 1_024 * MEBIBYTE,
  ratio: 150,
  ratioFromBytes: 64 * MEBIBYTE,
};

/**
 * Opens a workbook's archive once every part of it has been inflated within the limits; the bytes are counted as they come, since the
 * sizes an archive tells of itself may be false.
 * @throws UnreadableFileError
 */
export async function openArchive(path: string, limits: ArchiveLimits = LIMITS): Promise<Archive> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: true });
    const entries = await listEntries(zip, limits);
    await checkSizes(zip, [...entries.values()], limits);
    return archiveOf(zip, entries);
  } catch (error) {
    zip?.close();
    throw error instanceof UnreadableFileError ? error : damaged(error);
  }
}

function archiveOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Archive {
  return {
    has: (path) => entries.has(path),
    open: async (path) => {
      const entry = entries.get(path);
      if (entry === undefined) throw notAWorkbook(`its part ${path.slice(0, 100)} is missing`);
      return zip.openReadStreamPromise(entry);
    },
    close: () => zip.close(),
  };
}

async function listEntries(zip: ZipFile, limits: ArchiveLimits): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw encrypted();
    if (entries.size >= limits.entries) throw inflatesTooMuch('it has too many parts');
    entries.set(entry.fileName, entry);
  }
  return entries;
}

async function checkSizes(zip: ZipFile, entries: readonly Entry[], limits: ArchiveLimits): Promise<void> {
  let total = 0;
  for (const entry of entries) {
    let bytes = 0;
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      total += chunk.length;
      if (bytes > limits.entryBytes || total > limits.totalBytes)
        throw inflatesTooMuch('it is too large inside');
      if (total > limits.ratioFromBytes && total > limits.ratio * zip.fileSize) {
        throw inflatesTooMuch('it inflates to more than a list of devices ever does');
      }
    }
  }
}

/** A ZIP archive, but not what was asked for. */
export function notAWorkbook(why: string): UnreadableFileError {
  const detail = `The file is no Excel workbook (.xlsx): ${why}. Save the list as .xlsx or as CSV and send that.`;
  return new UnreadableFileError('upload.kind_unsupported', detail);
}

/** A workbook whose bytes do not fit together. */
export function damaged(cause: unknown): UnreadableFileError {
  const reason = cause instanceof Error ? cause.message.split('\n', 1)[0]?.slice(0, 150) : undefined;
  const detail = `The workbook is damaged${reason === undefined ? '' : ` (${reason})`}. Open it in a spreadsheet program and save it again.`;
  return new UnreadableFileError('upload.damaged', detail);
}

function encrypted(): UnreadableFileError {
  const detail = 'The archive is protected with a password. Save the list without one and send that.';
  return new UnreadableFileError('upload.protected', detail);
}

/** A workbook that would take more memory or time than a list of devices can need. */
export function inflatesTooMuch(why: string): UnreadableFileError {
  const detail = `The workbook is not read: ${why}. Save the list alone in a new workbook, or as CSV.`;
  return new UnreadableFileError('upload.inflates_too_much', detail);
}
