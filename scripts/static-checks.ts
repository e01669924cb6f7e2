import { spawnSync } from 'node:child_process';
import { projectDirectory } from './project-files.ts';
import type { Tally } from './tally.ts';

const checkTimeoutMs = 10 * 60_000;

/** The npm scripts that prove something without running the product. */
const checks = ['check:format', 'lint', 'types', 'check:imports', 'check:schema', 'check:unused'] as const;

/** Runs all static checks, whatever fails, and prints what a failed one says. */
export function runStaticChecks(): Tally {
  const failed = checks.filter((check) => !passes(check));
  return { passed: checks.length - failed.length, failed: failed.length };
}

function passes(check: string): boolean {
  const begun = performance.now();
  const result = spawnSync('npm', ['run', '--silent', check], {
    cwd: projectDirectory,
    encoding: 'utf8',
    timeout: checkTimeoutMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  if (result.status === 0) {
    console.log(`ok      ${check} (${seconds} s)`);
    return true;
  }
  console.log(`${result.stdout}${result.stderr}`);
  console.log(`FAILED  ${check} (${seconds} s); run "npm run ${check}" to see it alone`);
  return false;
}
