import { afterAll, beforeAll, expect, test } from 'vitest';
import { finish } from '../finished-change.ts';
import { idOf, itemsOf } from '../test-api.ts';
import { createFleet, iccid, type Fleet } from '../test-fleet.ts';
import { formOf, sendForm, startUploadApi, type UploadApi } from './send-file.ts';

let upload: UploadApi;
let fleet: Fleet;

beforeAll(async () => {
  upload = await startUploadApi();
  fleet = await createFleet(upload.api, 4);
});
afterAll(() => upload.close());

function read(path: string) {
  return upload.api.call('viewer', 'GET', path);
}

/** What each row of the file came to, by the number that stands in it. */
async function outcomes(id: string) {
  const { text } = await read(`/v1/bulk-changes/${id}/results.csv`);
  const lines = text.trim().split('\r\n').slice(1);
  return lines.map((line) => line.split(',').slice(1, 5).join(' '));
}

test('failures that come back corrected are tried again within their change, and no others', async () => {
  const [a = '', b = '', c = '', d = ''] = fleet.iccids;
  const mistyped = iccid(77);
  const request = {
    serviceProviderId: fleet.serviceProviderId,
    changeType: 'statusupdate',
    statusUpdate: { targetStatus: 'suspend' },
  };
  const first = await sendForm(
    upload.api,
    formOf(`SIM,Comment\n${a},x\n${mistyped},\n\n${b},\n${c},\n`, request),
  );
  const id = idOf(first);
  await finish(upload.api, id, [3]);
  expect(await outcomes(id)).toEqual([
    `2 ${a} ICCID PROCESSED`,
    `3 ${mistyped} ICCID ERROR`,
    `5 ${b} ICCID ERROR`,
    `6 ${c} ICCID PROCESSED`,
  ]);

  const errors = await read(`/v1/bulk-changes/${id}/errors.csv`);
  const again = await sendForm(upload.api, formOf(errors.text.replace(mistyped, d), undefined, 'errors.csv'));
  expect([again.status, again.body['id']]).toEqual([202, id]);
  expect(again.body).toMatchObject({
    status: 'PROCESSING',
    counts: { total: 4, pending: 2, processed: 2, error: 0 },
    rowReport: { rows: 2, devices: 2, refused: 0, faults: [] },
  });
  expect(upload.api.started.at(-1)).toBe(id);
  await finish(upload.api, id);
  expect(await outcomes(id)).toEqual([
    `2 ${a} ICCID PROCESSED`,
    `3 ${d} ICCID PROCESSED`,
    `5 ${b} ICCID PROCESSED`,
    `6 ${c} ICCID PROCESSED`,
  ]);
  const audit = await upload.api.call('admin', 'GET', `/v1/audit-log?subject=bulk_change&subjectId=${id}`);
  expect(itemsOf(audit).map((entry) => [entry['action'], entry['detail']])).toEqual([
    ['bulk_change.retry', { file: 'errors.csv', retried: 2, corrected: 1 }],
    ['bulk_change.submit', expect.objectContaining({ file: 'devices.csv', total: 4, refused: 1 })],
  ]);
});

test('the same list sent once more changes nothing, and says that its devices have moved on', async () => {
  const [a = ''] = fleet.iccids;
  const id = idOf(
    await sendForm(
      upload.api,
      formOf(`ICCID\n${a}\n`, {
        serviceProviderId: fleet.serviceProviderId,
        changeType: 'statusupdate',
        statusUpdate: { targetStatus: 'restore' },
      }),
    ),
  );
  await finish(upload.api, id, [1]);
  const { text } = await read(`/v1/bulk-changes/${id}/errors.csv`);
  const key = { 'idempotency-key': 'once-more' };
  const first = await sendForm(upload.api, formOf(text), key);
  expect(first.status).toBe(202);
  const replayed = await sendForm(upload.api, formOf(text), key);
  expect([replayed.status, replayed.text]).toEqual([202, first.text]);
  const second = await sendForm(upload.api, formOf(text));
  expect([second.status, second.body['errors']]).toEqual([
    422,
    [expect.objectContaining({ pointer: '/rows/2/retryOf', code: 'upload.row_not_failed' })],
  ]);
});
