import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

/** What bash offers for the last of the words. */
async function complete(...words: string[]): Promise<readonly string[]> {
  const { output: script } = await runCli(['completion', 'bash']);
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${quoted}); COMP_CWORD=${String(words.length - 1)}; _millpond; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['--norc', '-c', `${script}\n${ask}`], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return stdout.split('\n').filter((line) => line !== '');
}

test.each(['bash', 'zsh'])('the script for %s is valid', async (shell) => {
  const { exitCode, output } = await runCli(['completion', shell]);
  expect(exitCode).toBe(0);
  const check = spawnSync('bash', ['-n'], { input: output, encoding: 'utf8', timeout: 10_000 });
  expect(check).toMatchObject({ status: 0, stderr: '' });
});

test('the script for fish knows commands, options and values', async () => {
  const { output } = await runCli(['completion', 'fish']);
  expect(output).toContain("complete -c millpond -f -n __fish_use_subcommand -a submit -d '");
  expect(output).toContain("-n '__fish_seen_subcommand_from list' -l status -x -a 'PENDING ");
});

test.each([
  [
    ['millpond', 're'],
    ['reject', 'resume', 'reschedule', 'retry', 'resubmit'],
  ],
  [['millpond', 'submit', '--wa'], ['--watch']],
  [['millpond', '--api', 'list', 'submit', '--on-'], ['--on-conflict']],
  [
    ['millpond', 'export', '--format', ''],
    ['csv', 'ndjson'],
  ],
  [['millpond', 'tokens', 'cr'], ['create']],
  [['millpond', 'tokens', 'create', '--ro'], ['--role']],
  [['millpond', 'completion', 'z'], ['zsh']],
])('bash completes %j', async (words, expected) => {
  expect(await complete(...words)).toEqual(expected);
});

test('a file name is left to the shell', async () => {
  expect(await complete('millpond', 'submit', '--request', 'req')).toEqual([]);
});
