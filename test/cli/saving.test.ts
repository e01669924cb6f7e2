import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHANGE_ID } from './a-change.ts';
import { answerProblem, startContractServer, type ContractServer } from './contract-server.ts';
import { nowhere, runCli } from './run-cli.ts';

let server: ContractServer;
let folder: string;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(nowhere, 'saved-'));
});

const run = (...words: string[]) => runCli(words, { environment: server.environment });
const results = `GET /v1/bulk-changes/${CHANGE_ID}/results.csv`;

function answerText(target: string, ...chunks: string[]): void {
  server.answer(target, (response) => {
    response.writeHead(200, { 'content-type': 'text/csv' });
    for (const chunk of chunks) response.write(chunk);
    response.end();
  });
}

test('results are saved under their name once all of them have arrived', async () => {
  answerText(results, 'row,identifier\r\n', '1,8901\r\n');
  const target = join(folder, 'results.csv');
  const { exitCode, errors } = await run('export', CHANGE_ID, '--output', target);
  expect(exitCode).toBe(0);
  expect(readFileSync(target, 'utf8')).toBe('row,identifier\r\n1,8901\r\n');
  expect(errors).toBe(`Saved ${target} (24 B).\n`);
  expect(readdirSync(folder)).toEqual(['results.csv']);
});

test('a transfer that breaks off leaves nothing behind', async () => {
  server.answer(results, (response) => {
    response.writeHead(200, { 'content-type': 'text/csv' });
    response.write('row,identifier\r\n', () => {
      response.destroy();
    });
  });
  const { exitCode, errors } = await run('export', CHANGE_ID, '-o', join(folder, 'results.csv'));
  expect(exitCode).toBe(6);
  expect(errors).toContain('broken off');
  expect(readdirSync(folder)).toEqual([]);
});

test('- writes to the output, and nothing else does', async () => {
  const line = '{"rowNumber":1}\n';
  answerText(`GET /v1/bulk-changes/${CHANGE_ID}/results.ndjson`, line);
  expect(await run('export', CHANGE_ID, '--format', 'NDJSON', '-o', '-')).toEqual({
    exitCode: 0,
    output: line,
    errors: '',
  });
});

test('failed devices are saved to be corrected', async () => {
  answerText(`GET /v1/bulk-changes/${CHANGE_ID}/errors.csv`, 'retryOf,row\r\n');
  const target = join(folder, 'errors.csv');
  const { output } = await run('errors', CHANGE_ID, '--csv', target, '--json');
  expect(JSON.parse(output)).toEqual({ file: target, bytes: 13 });
});

test('a template is found in any letter case, as CSV and as a workbook', async () => {
  answerText('GET /v1/templates/statusupdate.csv', 'iccid\r\n');
  expect((await run('template', 'StatusUpdate', '-o', '-')).output).toBe('iccid\r\n');
  answerText('GET /v1/templates/statusupdate.xlsx', 'PK');
  const target = join(folder, 'form.xlsx');
  expect((await run('template', 'statusupdate', '--xlsx', '-o', target)).exitCode).toBe(0);
  expect((await run('template', 'everything')).exitCode).toBe(2);
});

test('a change that does not exist saves nothing', async () => {
  server.answer(results, (response) => {
    answerProblem(response, 404, 'resource.not_found');
  });
  expect((await run('export', CHANGE_ID, '-o', join(folder, 'results.csv'))).exitCode).toBe(4);
  expect(readdirSync(folder)).toEqual([]);
});

test('a place that cannot be written to is a usage error', async () => {
  answerText(results, 'row\r\n');
  expect((await run('export', CHANGE_ID, '-o', join(folder, 'no', 'such', 'folder.csv'))).exitCode).toBe(2);
});
