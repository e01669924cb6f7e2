#!/usr/bin/env node
// `millpond`: the command line. It speaks to the API over HTTP and knows nothing else of the product.
import { readFileSync } from 'node:fs';
import { createCli } from './create-cli.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { processTerminal } from './output/process-terminal.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait for an orderly end.
    if (interruption.signal.aborted) process.exit(EXIT_CODES.interrupted.code);
    interruption.abort();
  });
}

const terminal = processTerminal(process.env);
const cli = createCli({
  version: readVersion(),
  environment: process.env,
  terminal,
  signal: interruption.signal,
});
const words = process.argv.slice(2);
const [first, ...others] = words;
try {
  // `millpond help submit` is how many ask; `millpond` alone asks for the same.
  await createProgram(cli).parseAsync(first === 'help' ? [...others, '--help'] : words, { from: 'user' });
  process.exitCode = cli.exitCode();
} catch (error) {
  process.exitCode = reportFailure(terminal, error, interruption.signal);
} finally {
  await cli.close();
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const value: unknown = JSON.parse(text);
  const isPackage = typeof value === 'object' && value !== null && 'version' in value;
  return isPackage ? String(value.version) : 'unknown';
}
