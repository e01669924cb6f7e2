import { rmSync } from 'node:fs';
import { makeTemporaryDirectory } from '../../src/dev/temporary-directory.ts';
import { runToEnd } from '../change.ts';
import { exportResults, uploadDevices, writeCsv, writeWorkbook, type DeviceFile } from '../device-files.ts';
import { callOtherRoutes, percentile } from '../other-routes.ts';
import type { Report } from '../report.ts';
import type { BenchStack } from '../stack.ts';

/**
 * A large CSV file and a large workbook go through upload, run and export, each while other routes of the API are
 * called: how long each step takes, how long the others wait, and what memory the API takes at most.
 */
export async function runFiles(
  stack: BenchStack,
  sizes: { readonly csv: number; readonly workbook: number },
  report: Report,
): Promise<void> {
  const folder = makeTemporaryDirectory('bench-files');
  try {
    const [planA, planB] = stack.seed.customerRatePlanIds;
    await runFile(stack, 'csv', await writeCsv(folder, 'jasper', sizes.csv), planA, report);
    await runFile(stack, 'xlsx', await writeWorkbook(folder, 'jasper', sizes.workbook), planB, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runFile(
  stack: BenchStack,
  kind: 'csv' | 'xlsx',
  file: DeviceFile,
  customerRatePlanId: string,
  report: Report,
): Promise<void> {
  const others = callOtherRoutes(stack);
  const seconds = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work();
    report.figure(`files.${kind}.${step}Seconds`, (performance.now() - begun) / 1_000);
    return result;
  };
  report.figure(`files.${kind}.rows`, file.devices);
  const id = await seconds('upload', () =>
    uploadDevices(stack, file, {
      serviceProviderId: stack.seed.providers.jasper,
      changeType: 'customerrateplanchange',
      customerRatePlanUpdate: { customerRatePlanId },
    }),
  );
  await seconds('run', () => runToEnd(stack, id, file.devices));
  const lines = await seconds('export', () => exportResults(stack, id));
  if (lines !== file.devices + 1) throw new Error(`The export has ${String(lines)} lines.`);
  const times = await others.stop();
  report.figure(`files.${kind}.otherRoutes.calls`, times.length);
  report.figure(`files.${kind}.otherRoutes.p50Ms`, percentile(times, 0.5));
  report.figure(`files.${kind}.otherRoutes.p99Ms`, percentile(times, 0.99));
  report.figure(`files.${kind}.otherRoutes.longestMs`, times.at(-1) ?? 0);
  report.figure(`files.${kind}.apiPeakMiB`, stack.peakMemoryMiB('api'));
}
