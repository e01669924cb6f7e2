import { readDeviceFile } from './device-file/read-device-file.ts';
import type { DeviceFileJob } from './device-file/job.ts';

// The program that reads one uploaded file: it gets its job as a message, answers with its report, and ends. It is a process of its own so
// that whatever a file does to memory or time is done to this process alone.
process.once('message', (job: DeviceFileJob) => {
  void readDeviceFile(job).then((report) => {
    process.send?.({ report }, () => process.exit(0));
  });
});
