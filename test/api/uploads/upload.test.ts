import { randomUUID } from 'node:crypto';
import writeExcelFile from 'write-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf, idOf, itemsOf, type Json } from '../test-api.ts';
import { createFleet, iccid, type Fleet } from '../test-fleet.ts';
import { formOf, sendForm, startUploadApi, type UploadApi } from './send-file.ts';

let upload: UploadApi;
let fleet: Fleet;
let customerId: string;
beforeAll(async () => {
  upload = await startUploadApi();
  fleet = await createFleet(upload.api);
  const { serviceProviderId } = fleet;
  customerId = idOf(await upload.api.call('admin', 'POST', '/v1/customers', { body: { name: 'Owner' } }));
  await upload.api.call('admin', 'POST', `/v1/customers/${customerId}/sites`, { body: { name: 'Depot' } });
  await upload.api.call('admin', 'POST', '/v1/carrier-rate-plans', {
    body: { serviceProviderId, code: 'EU-10MB', name: 'Europe 10 MB', ratePlanId: 502 },
  });
});
afterAll(() => upload.close());

const suspend = (more: object = {}) => ({
  serviceProviderId: fleet.serviceProviderId,
  changeType: 'statusupdate',
  statusUpdate: { targetStatus: 'suspend' },
  ...more,
});

const held = { processChanges: false };

async function countChanges(): Promise<number> {
  return upload.api.database.prisma.bulkChange.count();
}

test('a CSV file becomes a change, and each row of it is told what became of it', async () => {
  const [a, b] = fleet.iccids;
  const file = `ICCID,Comment\n${String(a)},x\n\n${iccid(77)},\n${String(b)},\n${String(a)},\n`;
  const answer = await sendForm(upload.api, formOf(file, suspend()));
  expect(answer.status).toBe(202);
  expect(answer.headers['location']).toBe(`/v1/bulk-changes/${idOf(answer)}`);
  expect(answer.body).toMatchObject({
    changeType: 'statusupdate',
    counts: { total: 3, pending: 2, error: 1 },
    rowReport: {
      rows: 4,
      devices: 3,
      refused: 1,
      duplicates: 1,
      faults: [{ row: 4, column: 'iccid', code: 'device.not_found' }],
      moreFaults: 0,
      moreWarnings: 0,
    },
  });
  const report = answer.body['rowReport'] as { warnings: Json[] };
  const told = report.warnings.map(({ row, code }) => `${String(row)} ${String(code)}`);
  expect(told).toContain('1 upload.column_ignored');
  expect(told).toContain('6 upload.duplicate_device');
  expect(upload.api.started).toContain(idOf(answer));
  expect(await upload.leftFiles()).toEqual([]);
});

test('a device that two rows name, each by another of its numbers, has one row', async () => {
  const [a = '', b = ''] = fleet.iccids;
  await upload.api.database.prisma.device.updateMany({
    where: { iccid: a },
    data: { msisdn: '15550100001' },
  });
  const file = `Identifier\n${a}\n${b}\n15550100001\n${b}\n`;
  const answer = await sendForm(upload.api, formOf(file, suspend(held)));
  expect(answer.body).toMatchObject({
    counts: { total: 2, error: 0 },
    duplicates: 2,
    rowReport: { rows: 4, devices: 2, refused: 0, duplicates: 2, moreWarnings: 0 },
  });
  const { warnings } = answer.body['rowReport'] as { warnings: Json[] };
  expect(warnings.filter(({ code }) => code === 'upload.duplicate_device')).toEqual([
    {
      row: 4,
      column: 'identifier',
      code: 'upload.duplicate_device',
      detail: 'Row 4 names the same device as row 2; row 2 is the one that counts.',
    },
    expect.objectContaining({ row: 5 }),
  ]);
});

test('the rows of the file stay with the devices, and the name of the file with the change', async () => {
  const answer = await sendForm(
    upload.api,
    formOf(`ICCID\n\n\n${String(fleet.iccids[0])}`, suspend(held), 'my list.csv'),
  );
  const rows = await upload.api.database.prisma.deviceChange.findMany({
    where: { bulkChangeId: idOf(answer) },
  });
  expect(rows.map(({ rowNumber, sourceRow }) => [rowNumber, sourceRow])).toEqual([[1, 4]]);
  const entry = await upload.api.database.prisma.auditEntry.findFirst({
    where: { subjectId: idOf(answer), action: 'bulk_change.submit' },
  });
  expect(entry?.detail).toMatchObject({ file: 'my list.csv' });
});

test('every change type takes a workbook', async () => {
  const { serviceProviderId, iccids } = fleet;
  const file = await writeExcelFile([['SIM Number'], ...iccids.map((id) => [id])], {
    sheet: 'Sheet1',
  }).toBuffer();
  const blocks = {
    statusupdate: { statusUpdate: { targetStatus: 'suspend' } },
    carrierrateplanchange: { carrierRatePlanUpdate: { carrierRatePlan: 'EU-10MB' } },
    customerrateplanchange: { customerRatePlanUpdate: { customerDataAllocationMB: 5 } },
    CustomerAssignment: { customerAssignment: { customerId } },
  };
  for (const [changeType, block] of Object.entries(blocks)) {
    const request = { serviceProviderId, changeType, ...block, ...held };
    const answer = await sendForm(upload.api, formOf(file, request, 'devices.xlsx'));
    expect([changeType, answer.status, answer.body['detail']]).toEqual([changeType, 202, undefined]);
    expect(answer.body).toMatchObject({ counts: { total: 3, pending: 3 }, rowReport: { refused: 0 } });
  }
});

test('the request may come after the file, be called JSON, or be a file itself', async () => {
  const file = new Blob([`ICCID\n${String(fleet.iccids[0])}`]);
  const json = JSON.stringify(suspend(held));
  for (const request of [json, new Blob([json], { type: 'application/json' })]) {
    const form = new FormData();
    form.append('file', file, 'devices.csv');
    form.append('request', request);
    expect((await sendForm(upload.api, form)).status).toBe(202);
  }
});

test('a local date of a row is read in the zone of the request, else of the provider', async () => {
  const file = `ICCID,Effective Date\n${String(fleet.iccids[0])},2027-06-01\n`;
  const answer = await sendForm(upload.api, formOf(file, suspend({ ...held, timeZone: 'America/New_York' })));
  const [device] = itemsOf(
    await upload.api.call('viewer', 'GET', `/v1/bulk-changes/${idOf(answer)}/devices`),
  );
  expect(device?.['effectiveAt']).toBe('2027-06-01T04:00:00.000Z');
});

test('faults of the file and of the request beside it are told at once, and nothing is stored', async () => {
  const before = await countChanges();
  const file = `IMEI,ICCID\n350000000000001,${String(fleet.iccids[0])}\n,8.9E+18\n`;
  const request = suspend({ timeZone: 'Mars/Olympus', carrierRatePlanUpdate: { carrierRatePlan: 'X' } });
  const answer = await sendForm(upload.api, formOf(file, request));
  expect([answer.status, answer.body['code']]).toEqual([422, 'request.invalid']);
  expect(faultsOf(answer)).toEqual([
    '/request/carrierRatePlanUpdate block.unexpected',
    '/request/timeZone time_zone.unknown',
    '/rows/2/imei device.imei_malformed',
    '/rows/3/iccid device.identifier_malformed',
  ]);
  const errors = answer.body['errors'] as { detail: string }[];
  expect(errors[3]?.detail).toMatch(/^Row 3, column B \(ICCID\): /);
  expect([await countChanges(), await upload.leftFiles()]).toEqual([before, []]);
});

test('what only the database knows of the request is told with its place in the form', async () => {
  const request = { ...suspend(), changeType: 'carrierrateplanchange', statusUpdate: undefined };
  const answer = await sendForm(
    upload.api,
    formOf(`ICCID\n${String(fleet.iccids[0])}`, {
      ...request,
      carrierRatePlanUpdate: { carrierRatePlan: 'NO' },
    }),
  );
  expect(faultsOf(answer)).toEqual([
    '/request/carrierRatePlanUpdate/carrierRatePlan carrier_rate_plan.not_found',
  ]);
});

test('of more than a thousand faults a thousand are listed, and the detail counts all', async () => {
  const answer = await sendForm(upload.api, formOf(`ICCID\n${'x\n'.repeat(1_200)}`, suspend()));
  expect((answer.body['errors'] as unknown[]).length).toBe(1_001);
  expect(answer.body['detail']).toMatch(
    /^There are 1200 faults; the first at \/rows\/2\/iccid: Row 2, column A/,
  );
});

test.each<[string, () => FormData, number, readonly string[]]>([
  [
    'a request that does not fit',
    () => formOf('ICCID\n1', { ...suspend(), devices: ['1'] }),
    400,
    ['/request/devices field.unknown'],
  ],
  ['a request that is no JSON', () => formOf('ICCID\n1', '{'), 400, ['/request field.format']],
  ['no request', () => formOf(`ICCID\n${iccid(1)}`), 400, ['/request field.required']],
  ['an empty request', () => formOf(`ICCID\n${iccid(1)}`, {}), 400, ['/request field.required']],
  ['no file', () => onlyRequest(), 400, ['/file field.required']],
  ['two files', () => twice(), 400, ['/file field.size']],
  ['another part', () => withField('colour'), 400, ['/colour field.unknown']],
  ['an empty file', () => formOf('', suspend()), 422, ['/file upload.empty']],
  [
    'a list without devices',
    () => formOf('IMEI\n1', suspend()),
    422,
    ['/rows/1/iccid upload.column_missing'],
  ],
  [
    'corrected rows of nobody',
    () => formOf(`retryOf,ICCID\n${randomUUID()},${iccid(1)}`),
    422,
    ['/rows/2/retryOf upload.retry_of_unknown'],
  ],
  [
    'corrected rows and a request',
    () => formOf(`retryOf,ICCID\n${randomUUID()},${iccid(1)}`, suspend()),
    422,
    ['/request upload.request_unexpected'],
  ],
])('a form with %s is refused, and no file stays behind', async (_name, form, status, faults) => {
  const answer = await sendForm(upload.api, form());
  expect([answer.status, faultsOf(answer)]).toEqual([status, faults]);
  expect(await upload.leftFiles()).toEqual([]);
});

function onlyRequest(): FormData {
  const form = new FormData();
  form.append('request', JSON.stringify(suspend()));
  return form;
}

function twice(): FormData {
  const form = formOf(`ICCID\n${iccid(1)}`, suspend());
  form.append('file', new Blob(['ICCID\n1']), 'other.csv');
  return form;
}

function withField(name: string): FormData {
  const form = formOf(`ICCID\n${iccid(1)}`, suspend());
  form.append(name, 'red');
  return form;
}

test('a form that breaks off is refused, and no file stays behind', async () => {
  const answer = await upload.api.call('operator', 'POST', '/v1/bulk-changes/uploads', {
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nICCID\r\n',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  });
  expect([answer.status, faultsOf(answer)]).toEqual([400, [' field.format']]);
  expect(await upload.leftFiles()).toEqual([]);
});

test('only a form is accepted', async () => {
  const answer = await upload.api.call('operator', 'POST', '/v1/bulk-changes/uploads', { body: suspend() });
  expect(answer.status).toBe(415);
});

test('the provider of another tenant is answered like one that does not exist', async () => {
  const foreign = await createFleet(upload.api, 1, 'otherAdmin');
  const answers = [];
  for (const serviceProviderId of [foreign.serviceProviderId, randomUUID()]) {
    const answer = await sendForm(upload.api, formOf(`ICCID\n${iccid(1)}`, suspend({ serviceProviderId })));
    answers.push([answer.status, { ...answer.body, requestId: '' }]);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.[0]).toBe(422);
});

test('a repeated upload gets the first answer, and another file under its key is refused', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const form = () => formOf(`ICCID\n${String(fleet.iccids[0])}`, suspend(held));
  const first = await sendForm(upload.api, form(), headers);
  expect(first.status).toBe(202);
  expect((await sendForm(upload.api, form(), headers)).text).toBe(first.text);
  const other = await sendForm(
    upload.api,
    formOf(`ICCID\n${String(fleet.iccids[1])}`, suspend(held)),
    headers,
  );
  expect(other.body['code']).toBe('idempotency.key_reused');
  const sameFile = formOf(`ICCID\n${String(fleet.iccids[0])}`, suspend({ ...held, onConflict: 'reject' }));
  expect((await sendForm(upload.api, sameFile, headers)).body['code']).toBe('idempotency.key_reused');
});

test('the document tells how a form looks', async () => {
  const { body } = await upload.api.call('viewer', 'GET', '/openapi.json');
  const paths = body['paths'] as Record<string, Record<string, unknown>>;
  expect(paths['/v1/bulk-changes/uploads']?.['post']).toMatchObject({
    requestBody: { content: { 'multipart/form-data': {} } },
  });
  expect(JSON.stringify(body)).toContain('"format":"binary"');
  const order = Object.keys(paths);
  expect(order.slice(0, 3)).toEqual([
    '/v1/bulk-changes',
    '/v1/bulk-changes/uploads',
    '/v1/templates/{changeType}.csv',
  ]);
  expect(order.indexOf('/v1/devices/import')).toBe(order.indexOf('/v1/devices/{id}') + 1);
});
