import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aChange, CHANGE_ID } from './a-change.ts';
import { answerJson, startContractServer, TOKEN, type ContractServer } from './contract-server.ts';
import { nowhere } from './run-cli.ts';

const program = resolve(import.meta.dirname, '../../bin/millpond.mjs');

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.close());

const environment = () => ({
  PATH: process.env['PATH'],
  XDG_CONFIG_HOME: nowhere,
  MILLPOND_DATA_DIR: nowhere,
  ...server.environment,
});

/** Starts the program as a user does. */
function start(...words: string[]) {
  return spawn(process.execPath, [program, ...words], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once('exit', done));
}

test('the program runs in a clone without a build, and says which one it is', async () => {
  const child = start('--version');
  const [output, exitCode] = await Promise.all([text(child.stdout), exitOf(child)]);
  expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(exitCode).toBe(0);
});

test('a reader that has seen enough ends the program without a word', async () => {
  const items = Array.from({ length: 1_000 }, () => aChange());
  server.answer('GET /v1/bulk-changes', (response) => {
    answerJson(response, 200, { items, nextCursor: null });
  });
  const child = start('list', '--limit', '1000', '--json');
  const exit = exitOf(child);
  child.stdout.once('data', () => {
    child.stdout.destroy();
  });
  expect(await text(child.stderr)).toBe('');
  expect(await exit).toBe(0);
});

test('Ctrl-C ends the watching with 130, says that the change goes on, and shows no token', async () => {
  server.answer(`GET /v1/bulk-changes/${CHANGE_ID}`, (response) => {
    answerJson(response, 200, aChange());
  });
  server.answer(`GET /v1/bulk-changes/${CHANGE_ID}/events`, (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: progress\nid: 1\ndata: ${JSON.stringify({ counts: aChange().counts })}\n\n`);
  });
  const child = start('watch', CHANGE_ID);
  const exit = exitOf(child);
  child.stdout.once('data', () => child.kill('SIGINT'));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(output).toContain('PROCESSING  40 %');
  expect(errors).toBe(
    `No longer watching; the change goes on. Watch it again with: millpond watch ${CHANGE_ID}\n`,
  );
  expect(await exit).toBe(130);
  expect(output + errors).not.toContain(TOKEN);
});
