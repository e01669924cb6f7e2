/** The end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return ['', 'Examples:', ...lines.map((line) => `  ${line}`)].join('\n');
}

/** An id to show in examples. */
export const EXAMPLE_ID = '01990000-0000-7000-8000-000000000001';
