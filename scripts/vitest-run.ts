import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { projectDirectory } from './project-files.ts';
import type { Tally } from './tally.ts';

/** The part of vitest's JSON report that is counted. */
const reportSchema = z.object({
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/**
 * Runs vitest with its usual output and counts the tests. A file that cannot even be loaded counts as one failed test, and so does
 * a run that fails without any failed test, such as one whose servers do not start: nothing broken may count as nothing failed.
 */
export async function runVitest(vitestArguments: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'millpond-report-'));
  const reportFile = join(folder, 'report.json');
  try {
    const exitCode = await spawnVitest([
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
      ...vitestArguments,
    ]);
    const { passed, failed } = countTests(reportFile);
    return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawnVitest(vitestArguments: readonly string[]): Promise<number> {
  const program = join(projectDirectory, 'node_modules', 'vitest', 'vitest.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...vitestArguments], {
      cwd: projectDirectory,
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

function countTests(reportFile: string): Tally {
  let text: string;
  try {
    text = readFileSync(reportFile, 'utf8');
  } catch {
    // Vitest stopped before it could report; its exit code makes that a failure.
    return { passed: 0, failed: 0 };
  }
  const report = reportSchema.parse(JSON.parse(text));
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}
