import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DEVICES_PER_PAGE } from '../../db/submission/pages-of.ts';
import type { RequestedDevice } from '../../domain/change-request.ts';
import type { DeviceLine } from './device-file/device-line.ts';

/** A device of a file, with the row it stands in. */
export interface UploadedDevice extends RequestedDevice {
  readonly sourceRow: number;
  /** The device change of a former run that the row corrects. */
  readonly retryOf?: string;
}

/**
 * The good rows of a file, page by page, as the reading program has written them.
 * @throws Error of the system when the file cannot be read to its end
 */
export async function* readDevicePages(path: string): AsyncGenerator<readonly UploadedDevice[]> {
  const input = createReadStream(path);
  try {
    let page: UploadedDevice[] = [];
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      page.push(toDevice(JSON.parse(line) as DeviceLine));
      if (page.length < DEVICES_PER_PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  } finally {
    // The lines end without it where no more pages are asked for, and an open file keeps its room on the disk.
    input.destroy();
  }
}

function toDevice([
  sourceRow,
  identifier,
  identifierType,
  imei,
  effectiveAt,
  retryOf,
]: DeviceLine): UploadedDevice {
  return {
    sourceRow,
    identifier,
    identifierType,
    ...(imei === null ? {} : { imei }),
    ...(effectiveAt === null ? {} : { effectiveAt: new Date(effectiveAt) }),
    ...(retryOf === null ? {} : { retryOf }),
  };
}
