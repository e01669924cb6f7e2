import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { usageFailure } from '../command-failure.ts';

/** The token in a file; `-` reads the standard input. @throws CommandFailure usage */
export async function readTokenFile(file: string): Promise<string> {
  const content = await readAll(file).catch((error: unknown) => {
    throw usageFailure(`The token cannot be read from ${file}: ${String(error)}`);
  });
  const token = content.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw usageFailure('That is not a token.', 'A token is one word of printable characters.');
  }
  return token;
}

/** Asks at the terminal without showing what is typed; without a terminal, reads the standard input. */
export async function askForToken(): Promise<string> {
  if (!process.stdin.isTTY) return readTokenFile('-');
  process.stderr.write('Paste the token (it is not shown): ');
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return (await lines.question('')).trim();
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

function readAll(file: string): Promise<string> {
  return file === '-' ? text(process.stdin) : readFile(file, 'utf8');
}
