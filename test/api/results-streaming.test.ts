import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvTexts } from '../../src/api/exports/csv-text.ts';
import { streamTexts } from '../../src/api/exports/export-stream.ts';
import { RESULT_COLUMNS } from '../../src/api/exports/result-columns.ts';
import { readResultPages } from '../../src/db/result-rows.ts';
import { recordStatements } from '../support/statement-log.ts';
import { createLargeChange } from './large-change.ts';
import { startTestApi, type TestApi } from './test-api.ts';

/** Twenty pages of two megabytes: far more than all buffers of a connection take. */
const ROWS = 20_000;
const PAGES = ROWS / 1_000;

let api: TestApi;
let url: string;
let id: string;
let statements: string[];

beforeAll(async () => {
  api = await startTestApi();
  statements = recordStatements(api.database.pool);
  id = await createLargeChange(api, ROWS);
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

const pagesRead = () => statements.filter((text) => text.includes('unnest($4::text[])')).length;

/** Asks for a file and answers with its body and with our side of the exchange, before anything is read of it. */
async function open(file: string) {
  const arrived = once(api.app.server, 'request') as Promise<[unknown, ServerResponse]>;
  const { body } = await request(`${url}/v1/bulk-changes/${id}/${file}`, {
    headers: { authorization: `Bearer ${api.tokens.viewer}` },
  });
  const [, response] = await arrived;
  return { body, response };
}

test('a file of many pages is whole and in the order of the request', async () => {
  const { body } = await open('results.ndjson');
  const rowNumbers = (await body.text())
    .trimEnd()
    .split('\n')
    .map((line) => Number(/"rowNumber":(\d+)/.exec(line)?.[1]));
  expect(rowNumbers).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
});

test('a page is read when there is room for it, so that memory does not grow with the file', async () => {
  const pages = readResultPages(api.database, api.tenantId, id, {});
  const stream = await streamTexts(csvTexts(RESULT_COLUMNS, pages));
  const before = pagesRead() - 1;
  let taken = 0;
  for await (const text of stream) {
    taken += 1;
    expect(String(text).length).toBeLessThan(4_000_000);
    expect(pagesRead() - before - taken).toBeLessThanOrEqual(2);
  }
  expect(taken).toBe(PAGES);
});

test.each(['results.csv', 'results.ndjson', 'errors.csv'])(
  'a client that goes away ends the reading of %s',
  async (file) => {
    const before = pagesRead();
    const { body, response } = await open(file);
    const closed = once(response, 'close');
    body.destroy();
    body.on('error', () => undefined);
    await closed;
    expect(pagesRead() - before).toBeLessThan(PAGES);
  },
);

test('a fault before the first line is a problem', async () => {
  await withBrokenTable(async () => {
    const answer = await api.call('viewer', 'GET', `/v1/bulk-changes/${id}/results.csv`);
    expect(answer.body).toMatchObject({ status: 500, code: 'internal.unexpected' });
    expect(answer.headers['content-disposition']).toBeUndefined();
  });
});

test.each(['results.csv', 'results.ndjson', 'errors.csv'])(
  'a fault in the middle of %s breaks the connection off instead of ending the file early',
  async (file) => {
    const { body } = await open(file);
    await withBrokenTable(async () => {
      await expect(body.text()).rejects.toThrow();
    });
  },
);

test('a HEAD is not answered by reading the whole file', async () => {
  const { statusCode } = await request(`${url}/v1/bulk-changes/${id}/results.csv`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${api.tokens.viewer}` },
  });
  expect(statusCode).toBe(404);
});

/** While `action` runs, no row can be read. */
async function withBrokenTable(action: () => Promise<void>): Promise<void> {
  const rename = (from: string, to: string) =>
    api.database.pool.query(`alter table device_changes rename column ${from} to ${to}`);
  await rename('identifier', 'identifier_gone');
  try {
    await action();
  } finally {
    await rename('identifier_gone', 'identifier');
  }
}
