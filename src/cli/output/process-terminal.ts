import { once } from 'node:events';
import { CLEAR_LINE } from './clear-line.ts';
import { createStyle } from './style.ts';
import type { Terminal } from './terminal.ts';

const USUAL_COLUMNS = 80;

/** The terminal of this process. A reader that has seen enough (`| head`) ends the program without a word. */
export function processTerminal(environment: NodeJS.ProcessEnv): Terminal {
  const { stdout, stderr } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // Nobody is left who could be told.
  stderr.on('error', () => undefined);
  return {
    isTerminal: Boolean(stdout.isTTY),
    isErrorTerminal: Boolean(stderr.isTTY),
    style: createStyle(environment, Boolean(stdout.isTTY)),
    columns: () => (stdout.isTTY ? stdout.columns : USUAL_COLUMNS),
    write: (text) => void stdout.write(text),
    writeAll: async (chunks) => {
      for await (const chunk of chunks) {
        if (!stdout.write(chunk)) await once(stdout, 'drain');
      }
    },
    print: (line) => void stdout.write(`${line}\n`),
    writeError: (text) => void stderr.write(text),
    // A line that is being written over makes room.
    say: (line) => void stderr.write(`${stderr.isTTY ? CLEAR_LINE : ''}${line}\n`),
  };
}
