import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { usageFailure } from '../command-failure.ts';
import { readInput } from '../read-input.ts';

/** The token in a file; `-` reads the standard input. @throws CommandFailure usage */
export async function readTokenFile(file: string, signal: AbortSignal): Promise<string> {
  return checked(await readInput(file, signal));
}

/** Asks at the terminal without showing what is typed; without a terminal, reads the standard input. */
export async function askForToken(signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY) return readTokenFile('-', signal);
  process.stderr.write('Paste the token (it is not shown): ');
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  // While a line is read, Ctrl-C is a key and no signal.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return checked(await lines.question('', { signal }));
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

function checked(text: string): string {
  const token = text.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw usageFailure('That is not a token.', 'A token is one word of printable characters.');
  }
  return token;
}
