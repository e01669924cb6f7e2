import { readDeviceFile } from './device-file/read-device-file.ts';
import type { DeviceFileJob } from './device-file/job.ts';

// The program that reads one uploaded file: it gets its job as a message, answers with its report, and ends. It is a process of its own so
// that whatever a file does to memory or time is done to this process alone.
process.once('message', (job: DeviceFileJob) => {
  void readDeviceFile(job).then(
    (report) => tell({ report }),
    (error: unknown) => tell({ failed: causeOf(error) }),
  );
});

function tell(message: object): void {
  process.send?.(message, () => process.exit(0));
}

/** The kind of an error and where it arose, without its words: they may hold what stands in the file. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const kind = 'code' in error ? String(error.code) : error.name;
  const place = error.stack?.split('\n').find((line) => line.startsWith('    at '));
  return place === undefined ? kind : `${kind} ${place.trim()}`;
}
