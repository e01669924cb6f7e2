import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceFileJob, DeviceFileReport } from '../../src/api/uploads/device-file/job.ts';
import { readDeviceFile } from '../../src/api/uploads/device-file/read-device-file.ts';

export interface BytesReading {
  readonly report: DeviceFileReport;
  /** The good rows, as they were written. */
  readonly lines: readonly unknown[][];
  /** Row, column and code of each fault, for a short comparison. */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
  /** The words of the first fault. */
  readonly detail: string;
}

/** Reads bytes as an uploaded file of this name, without the API around it. */
export async function readBytes(
  content: string | Buffer,
  name = 'devices.csv',
  job: Partial<DeviceFileJob> = {},
): Promise<BytesReading> {
  const folder = await mkdtemp(join(tmpdir(), 'millpond-test-'));
  try {
    const path = join(folder, 'file');
    const rowsPath = join(folder, 'rows');
    await writeFile(path, content);
    const report = await readDeviceFile({
      path,
      rowsPath,
      fileName: name,
      contentType: 'application/octet-stream',
      maxRows: 1_000,
      ...job,
    });
    const text = await readFile(rowsPath, 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    return {
      report,
      lines: lines.map((line) => JSON.parse(line) as unknown[]),
      faults: report.faults.map(short),
      warnings: report.warnings.map(short),
      detail: report.faults[0]?.detail ?? '',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function short({ row, column, code }: DeviceFileReport['faults'][number]): string {
  return `${String(row)} ${column} ${code}`;
}

/** ICCIDs with a right check digit that belong to nobody. */
export const GOOD = ['8901000000000000019', '8901000000000000027', '8901000000000000035'] as const;
