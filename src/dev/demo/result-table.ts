import type { Check } from './check-change.ts';

/** The checks of one change under its title. */
export interface ChangeResult {
  readonly title: string;
  readonly checks: readonly Check[];
}

export function isAsExpected({ checks }: ChangeResult): boolean {
  return checks.every(holds);
}

/** One line for each check: what was expected, what came, and a mark. */
export function resultTable(results: readonly ChangeResult[]): string {
  const checks = results.flatMap((result) => result.checks);
  const width = {
    title: longest(checks.map(({ title }) => title)),
    expected: longest(['expected', ...checks.map(({ expected }) => expected)]),
    actual: longest(['actual', ...checks.map(({ actual }) => actual)]),
  };
  const line = (mark: string, { title, expected, actual }: Check): string =>
    `  ${mark} ${title.padEnd(width.title)}  ${expected.padStart(width.expected)}  ${actual.padStart(width.actual)}`;
  const head = line(' ', { title: '', expected: 'expected', actual: 'actual' });
  return results
    .flatMap((result) => [
      '',
      `${isAsExpected(result) ? '✓' : '✗'} ${result.title}`,
      head,
      ...result.checks.map((check) => line(holds(check) ? '✓' : '✗', check)),
    ])
    .join('\n');
}

function holds({ expected, actual }: Check): boolean {
  return expected === actual;
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
