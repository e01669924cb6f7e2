import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_DEVICES_PER_CHANGE } from '../contracts/submit-bulk-change.ts';
import { READER_SETTINGS, type ReaderSettings } from './device-file-reader.ts';

/** How uploaded files are put aside and read. */
export interface UploadSettings extends ReaderSettings {
  /** Where files lie while they are needed: a folder of this program's own. */
  readonly directory: string;
  readonly maxFileBytes: number;
  /** How many uploads may lie there at the same time. */
  readonly places: number;
  readonly maxRows: number;
}

const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** With what is made of each file, some 3 GiB of disk. */
const PLACES = 16;

export function uploadSettings(settings: Partial<UploadSettings> = {}): UploadSettings {
  return {
    ...READER_SETTINGS,
    directory: join(tmpdir(), 'millpond-uploads'),
    maxFileBytes: MAX_FILE_BYTES,
    places: PLACES,
    maxRows: MAX_DEVICES_PER_CHANGE,
    ...settings,
  };
}
