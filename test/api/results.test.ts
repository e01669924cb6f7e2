import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suggestedActionFor } from '../../src/domain/error-code.ts';
import { finish, rowsOf } from './finished-change.ts';
import { idOf, send, startTestApi, type Answer, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
/** Three devices: done, failed, and one that nobody has. */
let id: string;
const UNKNOWN_DEVICE = '8901999999999999999';

beforeAll(async () => {
  api = await startTestApi();
  fleet = await createFleet(api, 2);
  id = await submit([...fleet.iccids, UNKNOWN_DEVICE]);
  await finish(api, id, [2]);
});
afterAll(() => api.close());

async function submit(devices: readonly unknown[]): Promise<string> {
  return idOf(
    await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet, { devices }) }),
  );
}

const read = (file: string, change = id) => api.call('viewer', 'GET', `/v1/bulk-changes/${change}/${file}`);

/** The lines as objects by column. */
function linesOf({ text }: Answer): Record<string, string>[] {
  return parse(text, { bom: true, columns: true });
}

describe('results.csv', () => {
  test('has a line for each device in the order of the request, with what happened to it', async () => {
    const lines = linesOf(await read('results.csv'));
    const rows = await rowsOf(api, id);
    expect(lines.map(({ status }) => status)).toEqual(['PROCESSED', 'ERROR', 'ERROR']);
    expect(lines[1]).toEqual({
      row: '2',
      fileRow: '',
      identifier: fleet.iccids[1],
      identifierType: 'ICCID',
      status: 'ERROR',
      errorClass: 'VALIDATION',
      errorCode: 'carrier.rejected',
      errorMessage: 'No.',
      suggestedAction: suggestedActionFor('carrier.rejected'),
      attempts: String(rows[1]?.['attempts']),
      before: JSON.stringify(rows[1]?.['before']),
      after: JSON.stringify(rows[1]?.['after']),
      startedAt: '',
      finishedAt: rows[1]?.['finishedAt'],
      deviceChangeId: rows[1]?.['id'],
    });
    expect(lines[0]).toMatchObject({ errorCode: '', suggestedAction: '' });
  });

  test('is a download with a speaking name, in UTF-8 that spreadsheets recognise, with the line ends of RFC 4180', async () => {
    const { headers, text, status } = await read('results.csv');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="statusupdate-\\d{4}-\\d\\d-\\d\\d-${id}-results\\.csv"$`),
    );
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(headers['request-id']).toBeTypeOf('string');
    expect(text.startsWith('\uFEFFrow,fileRow,identifier,')).toBe(true);
    expect(text.split('\r\n')).toHaveLength(5);
  });

  test('holds what is asked for only: by status, class or code', async () => {
    const rowNumbers = async (query: string) =>
      linesOf(await read(`results.csv?${query}`)).map(({ row }) => row);
    expect(await rowNumbers('status=PROCESSED')).toEqual(['1']);
    expect(await rowNumbers('errorClass=VALIDATION')).toEqual(['2', '3']);
    expect(await rowNumbers('errorCode=device.not_found')).toEqual(['3']);
    expect(await rowNumbers('status=PROCESSED&errorCode=device.not_found')).toEqual([]);
    expect((await read('results.csv?status=nonsense')).body).toMatchObject({ code: 'request.malformed' });
  });

  test('can be read while the change has not begun', async () => {
    const waiting = await submit(fleet.iccids);
    expect(linesOf(await read('results.csv', waiting)).map(({ status }) => status)).toEqual([
      'PENDING',
      'PENDING',
    ]);
  });
});

describe('results.ndjson', () => {
  test('has the items of the list of devices, one on each line', async () => {
    const { headers, text } = await read('results.ndjson');
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(headers['content-disposition']).toContain(`${id}-results.ndjson"`);
    expect(text.endsWith('\n')).toBe(true);
    const items = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(items).toEqual(await rowsOf(api, id));
  });

  test('holds what is asked for only', async () => {
    const { text } = await read('results.ndjson?errorCode=carrier.rejected');
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect((await read('results.ndjson?status=CANCELED')).text).toBe('');
  });
});

describe('errors.csv', () => {
  test('has what is needed to correct a failed device and to name the row it came from', async () => {
    const lines = linesOf(await read('errors.csv'));
    const rows = await rowsOf(api, id);
    expect(lines.map(({ row }) => row)).toEqual(['2', '3']);
    expect(lines[1]).toEqual({
      retryOf: rows[2]?.['id'],
      row: '3',
      fileRow: '',
      iccid: UNKNOWN_DEVICE,
      msisdn: '',
      imei: '',
      status: 'ERROR',
      errorClass: 'VALIDATION',
      errorCode: 'device.not_found',
      errorMessage: rows[2]?.['errorMessage'],
      suggestedAction: suggestedActionFor('device.not_found'),
    });
  });

  test('has devices in doubt, numbers in their own column, and the IMEI a row names for itself', async () => {
    const change = await submit([
      { msisdn: '4915100000001' },
      { iccid: UNKNOWN_DEVICE, imei: '350000000000014' },
    ]);
    await api.database.prisma.deviceChange.updateMany({
      where: { bulkChangeId: change, rowNumber: 2 },
      data: { status: 'UNKNOWN' },
    });
    expect(linesOf(await read('errors.csv', change))).toMatchObject([
      { msisdn: '4915100000001', iccid: '', imei: '', status: 'ERROR' },
      { msisdn: '', iccid: UNKNOWN_DEVICE, imei: '350000000000014', status: 'UNKNOWN' },
    ]);
  });

  test('is a header alone where nothing has failed', async () => {
    const { text } = await read('errors.csv', await submit(fleet.iccids));
    expect(text.split('\r\n')).toEqual([expect.stringContaining('retryOf,row,fileRow,iccid'), '']);
  });
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1'])(
  'a carrier’s words cannot become a formula, and are whole again without the apostrophe: %j',
  async (words) => {
    await api.database.prisma.deviceChange.updateMany({
      where: { bulkChangeId: id, rowNumber: 2 },
      data: { errorMessage: `${words} "Grüße, €"` },
    });
    for (const file of ['results.csv', 'errors.csv']) {
      const line = linesOf(await read(file)).find(({ row }) => row === '2');
      expect(line?.['errorMessage']).toBe(`'${words} "Grüße, €"`);
    }
  },
);

test.each(['results.csv', 'results.ndjson', 'errors.csv'])(
  '%s of another tenant is answered like one that does not exist',
  async (file) => {
    const foreign = await api.call('otherAdmin', 'GET', `/v1/bulk-changes/${id}/${file}`);
    const missing = await read(file, '01990000-0000-7000-8000-000000000000');
    expect(foreign.status).toBe(404);
    expect(foreign.headers['content-type']).toBe(missing.headers['content-type']);
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    expect((await send(api.app, null, { method: 'GET', url: `/v1/bulk-changes/${id}/${file}` })).status).toBe(
      401,
    );
  },
);

test('the document names the media type of each file', async () => {
  const { body } = await send(api.app, null, { method: 'GET', url: '/openapi.json' });
  const paths = body['paths'] as Record<string, { get: { responses: Record<string, { content: object }> } }>;
  const typeOf = (file: string) =>
    Object.keys(paths[`/v1/bulk-changes/{id}/${file}`]?.get.responses['200']?.content ?? {});
  expect(['results.csv', 'results.ndjson', 'errors.csv', 'events'].map(typeOf)).toEqual([
    ['text/csv'],
    ['application/x-ndjson'],
    ['text/csv'],
    ['text/event-stream'],
  ]);
});
