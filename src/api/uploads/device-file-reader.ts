import { join } from 'node:path';
import type { DeviceFileJob, DeviceFileReport } from './device-file/job.ts';
import { Problem } from '../problem.ts';
import type { FailedReading } from './end-of-process.ts';
import { runReadingProgram, type ReadingLimits } from './run-reading-program.ts';
import type { SpooledFile } from './spool.ts';
import { createTurns, senderGone } from './turns.ts';

export interface DeviceFileReader {
  /**
   * Reads an uploaded file, when it is its turn.
   * @throws Problem service.unavailable when too many files wait, the signal is aborted, the deadline passes or our own machine fails;
   * request.invalid for a file that takes too much memory
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
 * Reads files in processes of their own, a few at once: neither the API's memory nor its event loop takes part. `onFailure` hears of a
 * process that made no report.
 */
export function createDeviceFileReader(
  { atOnce, waiting, ...limits }: ReaderSettings,
  onFailure: (failure: FailedReading) => void,
): DeviceFileReader {
  const turns = createTurns({ atOnce, waiting });
  return {
    read: async (file, job, signal) => {
      const endTurn = await turns.take(signal);
      try {
        const rowsPath = join(file.folder, 'rows');
        const end = await runReadingProgram({ ...job, path: file.path, rowsPath }, limits, signal);
        if ('report' in end) return { report: end.report, rowsPath };
        onFailure(end);
        throw problemOf(end);
      } finally {
        endTurn();
      }
    },
  };
}

/** Only what would end the same way again is a fault of the file: a refusal is kept for the caller's Idempotency-Key. */
function problemOf({ failedBy }: FailedReading): Problem {
  switch (failedBy) {
    case 'abort':
      return senderGone();
    case 'memory':
      return tooLargeToRead();
    case 'deadline':
      return notRead(
        'The file was not read in time. Try again; if it happens once more, save the list alone as CSV, or split it.',
      );
    case 'fault':
      return notRead('The file could not be read by a fault on our side. Try again shortly.');
  }
}

function notRead(detail: string): Problem {
  return new Problem('service.unavailable', detail, { headers: { 'retry-after': '10' } });
}

function tooLargeToRead(): Problem {
  const detail =
    'The file is too large to be read: it needs too much memory. Save the list alone as CSV, or split it.';
  return new Problem('request.invalid', detail, {
    errors: [{ pointer: '/file', code: 'upload.too_large_to_read', detail }],
  });
}
