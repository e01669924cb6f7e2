#!/usr/bin/env node
// `millpond`: the command line. It speaks to the API over HTTP and knows nothing else of the product.
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { EXIT_CODES } from './exit-codes.ts';
import { processTerminal } from './output/process-terminal.ts';
import { runCommandLine } from './run-command-line.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait for an orderly end.
    if (interruption.signal.aborted) process.exit(EXIT_CODES.interrupted.code);
    interruption.abort();
  });
}

process.exitCode = await runCommandLine(
  {
    version: readVersion(),
    environment: process.env,
    terminal: processTerminal(process.env),
    signal: interruption.signal,
    pause: async (milliseconds, signal) => {
      await setTimeout(milliseconds, undefined, { signal });
    },
    now: Date.now,
  },
  process.argv.slice(2),
);

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const value: unknown = JSON.parse(text);
  const isPackage = typeof value === 'object' && value !== null && 'version' in value;
  return isPackage ? String(value.version) : 'unknown';
}
