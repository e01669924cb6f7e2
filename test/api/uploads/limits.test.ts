import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { UploadSettings } from '../../../src/api/uploads/upload-settings.ts';
import { workbookFile } from '../../support/workbook-file.ts';
import { faultsOf } from '../test-api.ts';
import { createFleet, iccid } from '../test-fleet.ts';
import { encoded, formOf, sendForm, startUploadApi, type UploadApi } from './send-file.ts';

let upload: UploadApi | undefined;
afterEach(() => upload?.close());

async function start(settings: Partial<UploadSettings>) {
  upload = await startUploadApi(settings);
  const { serviceProviderId } = await createFleet(upload.api, 1);
  const request = {
    serviceProviderId,
    changeType: 'statusupdate',
    statusUpdate: { targetStatus: 'suspend' },
  };
  return { upload, request };
}

const LIST = `ICCID\n${iccid(1)}\n`;

describe('a file that cannot be read in the limits is a clear fault, and is gone afterwards', () => {
  test('too much memory', async () => {
    const { upload: target, request } = await start({ heapMegabytes: 32 });
    const text = 'x'.repeat(60 * 1024 * 1024);
    const file = workbookFile({ sheets: [{ rows: '' }], strings: `<si><t>${text}</t></si>` });
    const answer = await sendForm(target.api, formOf(file, request, 'devices.xlsx'));
    expect([answer.status, faultsOf(answer)]).toEqual([422, ['/file upload.too_large_to_read']]);
    expect(answer.body['detail']).toMatch(/needs too much memory.*Save the list alone as CSV/);
    expect(await target.leftFiles()).toEqual([]);
  });

  test('too many rows', async () => {
    const { upload: target, request } = await start({ maxRows: 2 });
    const answer = await sendForm(target.api, formOf(`${LIST}${iccid(2)}\n${iccid(3)}`, request));
    expect(faultsOf(answer)).toEqual(['/rows/4 upload.too_many_rows']);
  });

  test('too many bytes, told beforehand or not', async () => {
    const { upload: target, request } = await start({ maxFileBytes: 1_000 });
    const small = await sendForm(target.api, formOf('x'.repeat(2_000), request));
    const large = await sendForm(target.api, formOf('x'.repeat(3 * 1024 * 1024), request));
    expect([small.status, small.body['code']]).toEqual([413, 'request.too_large']);
    expect([large.status, large.body['code']]).toEqual([413, 'request.too_large']);
    expect(await target.leftFiles()).toEqual([]);
  });
});

test('when too many files are read already, the caller is asked to come back', async () => {
  const { upload: target, request } = await start({ atOnce: 0, waiting: 0 });
  const answer = await sendForm(target.api, formOf(LIST, request));
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10']);
  expect(await target.leftFiles()).toEqual([]);
});

test('a file that is not read in time may be sent again under its key, since the time is the fault of a busy machine', async () => {
  const { upload: target, request } = await start({ deadlineMs: 1 });
  const key = { 'idempotency-key': 'in-time' };
  for (const list of [LIST, `${LIST}${iccid(2)}\n`]) {
    const answer = await sendForm(target.api, formOf(list, request), key);
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10']);
    expect(answer.body['detail']).toMatch(/not read in time.*Try again/);
  }
  expect(await target.leftFiles()).toEqual([]);
});

describe('the file of a caller that goes away is gone as well', () => {
  async function sendRaw(target: UploadApi, request: object, share: number) {
    const { port } = new URL(await target.api.app.listen({ host: '127.0.0.1', port: 0 }));
    const { body, contentType } = await encoded(formOf(`${LIST}${'\n'.repeat(500_000)}`, request));
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /v1/bulk-changes/uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${target.api.tokens.operator}\r\nContent-Type: ${contentType}\r\nContent-Length: ${String(body.length)}\r\n\r\n`,
    );
    socket.write(body.subarray(0, Math.floor(body.length * share)));
    await expect.poll(() => target.leftFiles()).toHaveLength(1);
    return socket;
  }

  test('while it is sent', async () => {
    const { upload: target, request } = await start({});
    (await sendRaw(target, request, 0.5)).destroy();
    await expect.poll(() => target.leftFiles()).toEqual([]);
  });

  test('while others are turned away before they have sent a byte, and its place is free again', async () => {
    const { upload: target, request } = await start({ places: 1 });
    const socket = await sendRaw(target, request, 0.5);
    const answer = await sendForm(target.api, formOf(LIST, request));
    expect([answer.status, answer.headers['retry-after'], answer.headers['connection']]).toEqual([
      503,
      '10',
      'close',
    ]);
    expect(await target.leftFiles()).toHaveLength(1);
    socket.destroy();
    await expect.poll(async () => (await sendForm(target.api, formOf(LIST, request))).status).toBe(202);
  });

  test('while it waits for its turn, and its key is free again', async () => {
    // Nobody's turn ever comes, so that the caller can only go away.
    const { upload: target, request } = await start({ atOnce: 0, waiting: 1 });
    const socket = await sendRaw(target, request, 1);
    await expect.poll(async () => (await sendForm(target.api, formOf(LIST, request))).status).toBe(503);
    socket.destroy();
    await expect.poll(() => target.leftFiles()).toEqual([]);
  });
});
