import { join } from 'node:path';
import type { DeviceFileJob, DeviceFileReport } from './device-file/job.ts';
import { Problem } from '../problem.ts';
import { runReadingProgram, type ReadingLimits } from './run-reading-program.ts';
import type { SpooledFile } from './spool.ts';
import { createTurns, senderGone } from './turns.ts';

export interface DeviceFileReader {
  /**
   * Reads an uploaded file, when it is its turn.
   * @throws Problem service.unavailable when too many files wait or the signal is aborted, request.invalid for a file too large to be read
   */
  read(file: SpooledFile, job: ReadingJob, signal: AbortSignal): Promise<ReadDeviceFile>;
}

export type ReadingJob = Omit<DeviceFileJob, 'path' | 'rowsPath'>;

export interface ReadDeviceFile {
  readonly report: DeviceFileReport;
  /** The good rows: see device-pages.ts. */
  readonly rowsPath: string;
}

export interface ReaderSettings extends ReadingLimits {
  readonly atOnce: number;
  readonly waiting: number;
}

/** A million rows take some ten seconds and 150 MB; a caller that waits longer than two minutes in all is cut off by the server. */
export const READER_SETTINGS: ReaderSettings = {
  atOnce: 2,
  waiting: 2,
  heapMegabytes: 256,
  deadlineMs: 60_000,
};

/**
 * Reads files in processes of their own, a few at once: neither the API's memory nor its event loop takes part. `onDeath` hears of a
 * process that died without a report.
 */
export function createDeviceFileReader(
  { atOnce, waiting, ...limits }: ReaderSettings,
  onDeath: (end: { readonly diedOf: string; readonly exit: string }) => void,
): DeviceFileReader {
  const turns = createTurns({ atOnce, waiting });
  return {
    read: async (file, job, signal) => {
      const endTurn = await turns.take(signal);
      try {
        const rowsPath = join(file.folder, 'rows');
        const end = await runReadingProgram({ ...job, path: file.path, rowsPath }, limits, signal);
        if ('report' in end) return { report: end.report, rowsPath };
        onDeath(end);
        throw end.diedOf === 'abort' ? senderGone() : tooLargeToRead(end.diedOf);
      } finally {
        endTurn();
      }
    },
  };
}

function tooLargeToRead(diedOf: 'crash' | 'deadline'): Problem {
  const why = diedOf === 'crash' ? 'needs too much memory' : 'takes too long';
  const detail = `The file is too large to be read: it ${why}. Save the list alone as CSV, or split it.`;
  return new Problem('request.invalid', detail, {
    errors: [{ pointer: '/file', code: 'upload.too_large_to_read', detail }],
  });
}
