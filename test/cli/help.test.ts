import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { COMMAND_ENTRIES } from '../../src/cli/command-entries.ts';
import { EXIT_CODES } from '../../src/cli/exit-codes.ts';
import { runCli } from './run-cli.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/command-line.md'), 'utf8');

test.each(COMMAND_ENTRIES.map(({ name }) => name))(
  '%s has help with examples, and is on the page for users',
  async (name) => {
    const { exitCode, output } = await runCli(['help', name]);
    expect(exitCode).toBe(0);
    expect(output).toContain(`Usage: millpond ${name}`);
    expect(output).toContain('\nExamples:\n  ');
    expect(page).toContain(`millpond ${name}`);
  },
);

test('help and the page for users tell every exit code', async () => {
  const { output } = await runCli(['--help']);
  for (const { code, meaning } of Object.values(EXIT_CODES)) {
    expect(output).toMatch(new RegExp(`^ +${String(code)}  `, 'm'));
    expect(output).toContain(meaning);
    expect(page).toMatch(new RegExp(`\\| ${String(code)} +\\| ${meaning.replace(/[()]/g, '\\$&')}`));
  }
});

test('the program without a command shows its help, as a usage error', async () => {
  const { exitCode, errors } = await runCli([]);
  expect(exitCode).toBe(2);
  expect(errors).toContain('Usage: millpond');
});
