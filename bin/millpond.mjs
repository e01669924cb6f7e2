#!/usr/bin/env node
// `millpond` in a clone or a package: the built program where there is one, else the sources.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const built = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(built)) await import(built.href);
else await runSources();

async function runSources() {
  const require = createRequire(import.meta.url);
  let loader;
  try {
    loader = require.resolve('tsx');
  } catch {
    process.stderr.write(
      'The packages are not installed yet. Run "npm start" once, or "npm ci --ignore-scripts".\n',
    );
    process.exitCode = 2;
    return;
  }
  await import(pathToFileURL(loader).href);
  await import(new URL('../src/cli/main.ts', import.meta.url).href);
}
