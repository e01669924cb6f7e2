import { createCli, type CliOptions } from './create-cli.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';

/** Carries out the words of a command line; resolves with the exit code, and never rejects. */
export async function runCommandLine(options: CliOptions, words: readonly string[]): Promise<number> {
  const cli = createCli(options);
  const [first, ...others] = words;
  try {
    // `millpond help submit` is how many ask.
    const asked = first === 'help' ? [...others, '--help'] : [...words];
    await createProgram(cli).parseAsync(asked, { from: 'user' });
    return cli.exitCode();
  } catch (error) {
    return reportFailure(options.terminal, error, options.signal);
  } finally {
    await cli.close();
  }
}
