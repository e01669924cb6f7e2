import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aChange, CHANGE_ID } from './a-change.ts';
import { answerJson, answerProblem, startContractServer, type ContractServer } from './contract-server.ts';
import { nowhere, runCli } from './run-cli.ts';

const PROVIDER_ID = '01990000-0000-7000-8000-0000000000bb';
const OTHER_ID = '01990000-0000-7000-8000-0000000000cc';
const uploads = 'POST /v1/bulk-changes/uploads';
const submissions = 'POST /v1/bulk-changes';

let server: ContractServer;
let folder: string;
beforeAll(async () => {
  server = await startContractServer();
  folder = mkdtempSync(join(nowhere, 'files-'));
  const list = (path: string, ...items: object[]) => {
    server.answer(`GET ${path}`, (response) => {
      answerJson(response, 200, { items, nextCursor: null });
    });
  };
  list(
    '/v1/service-providers',
    { id: PROVIDER_ID, name: 'Demo POND' },
    { id: OTHER_ID, name: 'Demo Jasper' },
  );
  list(
    '/v1/customers',
    { id: OTHER_ID, name: 'Example Logistics' },
    { id: CHANGE_ID, name: 'Example Logistics 2' },
  );
  list(`/v1/customers/${OTHER_ID}/sites`, { id: PROVIDER_ID, name: 'Depot' });
  list('/v1/customer-rate-plans', { id: OTHER_ID, name: 'Five', code: 'C-5' });
  list('/v1/customer-rate-pools', { id: OTHER_ID, name: 'Twin' }, { id: PROVIDER_ID, name: 'twin' });
});
afterAll(() => server.close());

const report = {
  rows: 3,
  devices: 2,
  refused: 1,
  duplicates: 0,
  moreFaults: 0,
  warnings: [],
  moreWarnings: 0,
};
const fault = {
  row: 3,
  column: 'iccid',
  code: 'device.not_found',
  detail: 'Row 3: this provider has no such device.',
};
beforeEach(() => {
  server.answer(uploads, (response) => {
    answerJson(response, 202, { ...aChange(), rowReport: { ...report, faults: [fault] } });
  });
  server.answer(submissions, (response) => {
    answerJson(response, 202, aChange());
  });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const csv = () => file('devices.csv', 'iccid\n8901000000000000001\n');
const json = (value: unknown) => file('request.json', JSON.stringify(value));
const submit = (...words: string[]) => runCli(['submit', ...words], { environment: server.environment });
const sent = () => server.seen.find(({ target }) => target === submissions || target === uploads);

/** The parts of a multipart body by their names. */
function partsOf(body: string): Record<string, string> {
  const parts = body.split(/--millpond-[\w-]+(?:\r\n|--)/).filter((part) => part.includes('name='));
  return Object.fromEntries(
    parts.map((part) => [
      /name="(\w+)"/.exec(part)?.[1],
      part.split('\r\n\r\n').slice(1).join('\r\n\r\n').trimEnd(),
    ]),
  ) as Record<string, string>;
}

const uploadedRequest = () => JSON.parse(partsOf(sent()?.body ?? '')['request'] ?? 'null') as unknown;

test('a file of devices is uploaded with the request that the options make', async () => {
  const { exitCode, output, errors } = await submit(
    csv(),
    '--provider',
    'demo pond',
    '--status',
    'suspend',
    '--hold',
  );
  expect(exitCode).toBe(0);
  expect(uploadedRequest()).toEqual({
    serviceProviderId: PROVIDER_ID,
    changeType: 'statusupdate',
    processChanges: false,
    statusUpdate: { targetStatus: 'suspend' },
  });
  expect(partsOf(sent()?.body ?? '')['file']).toBe('iccid\n8901000000000000001');
  expect(sent()?.body).toContain('filename="devices.csv"');
  expect(output).toContain(CHANGE_ID);
  expect(errors).toContain('Read 3 rows, 2 devices, 1 refused, 0 duplicates.');
  expect(errors).toContain('- Row 3: this provider has no such device. (device.not_found)');
});

test('a file of corrected errors goes without a request', async () => {
  expect((await submit(file('errors.csv', 'retryOf,iccid\n'))).exitCode).toBe(0);
  expect(uploadedRequest()).toBeNull();
});

test('faults of a file are told with their rows and columns', async () => {
  const detail = 'Row 17, column C (ICCID): the cell is empty.';
  server.answer(uploads, (response) => {
    const errors = [{ pointer: '/rows/17/iccid', detail, code: 'file.cell_empty' }];
    answerProblem(response, 422, 'request.invalid', { errors });
  });
  const { exitCode, errors } = await submit(csv(), '--provider', PROVIDER_ID, '--status', 'suspend');
  expect(exitCode).toBe(5);
  expect(errors).toContain(`/rows/17/iccid: ${detail}`);
});

test.each([
  [['--carrier-rate-plan', 'EU-5MB'], { carrierRatePlanUpdate: { carrierRatePlan: 'EU-5MB' } }],
  [
    ['--carrier-rate-plan', 'm2m', '--status', 'active'],
    { statusUpdate: { targetStatus: 'active', carrierRatePlan: 'm2m' } },
  ],
  [
    ['--customer-rate-plan', 'c-5', '--allocation-mb', '12.5', '--pool', 'none'],
    {
      customerRatePlanUpdate: {
        customerRatePlanId: OTHER_ID,
        customerDataAllocationMB: 12.5,
        customerPoolId: null,
      },
    },
  ],
  [
    ['--customer', 'Example Logistics', '--site', 'depot', '--customer-rate-plan', 'Five'],
    { customerAssignment: { customerId: OTHER_ID, siteId: PROVIDER_ID, customerRatePlanId: OTHER_ID } },
  ],
  [
    ['--rev-customer', 'REV-1', '--effective-date', '2026-12-01', '--time-zone', 'Europe/Berlin'],
    {
      customerAssignment: { revCustomerId: 'REV-1', effectiveDate: '2026-12-01' },
      timeZone: 'Europe/Berlin',
    },
  ],
])('the options %j make the block of their type', async (words, expected) => {
  expect((await submit(csv(), ...words)).exitCode).toBe(0);
  expect(uploadedRequest()).toMatchObject(expected);
});

test('options win over --request, and --request over the file, field by field', async () => {
  const base = { serviceProviderId: OTHER_ID, changeType: 'StatusUpdate', devices: ['1'], timeZone: 'UTC' };
  const request = json({
    ...base,
    statusUpdate: { targetStatus: 'active', reasonCode: 'A' },
    rollout: { waves: [] },
  });
  const more = file('more.json', JSON.stringify({ timeZone: 'Europe/Berlin' }));
  await submit(
    request,
    '--request',
    more,
    '--status',
    'suspend',
    '--max-in-flight',
    '5',
    '--on-conflict',
    'reject',
  );
  expect(JSON.parse(sent()?.body ?? '')).toEqual({
    ...base,
    changeType: 'statusupdate',
    timeZone: 'Europe/Berlin',
    statusUpdate: { targetStatus: 'suspend', reasonCode: 'A' },
    rollout: { waves: [], maxInFlight: 5 },
    onConflict: 'reject',
  });
});

test('--request changes single fields of a block and of the rollout, and replaces lists', async () => {
  const request = json({
    changeType: 'statusupdate',
    devices: ['1', '2'],
    statusUpdate: { targetStatus: 'active', reasonCode: 'A' },
    rollout: { maxInFlight: 5, waves: [{ count: 1 }, { count: 2 }] },
  });
  const more = {
    devices: ['3'],
    statusUpdate: { reasonCode: 'B' },
    rollout: { waves: [{ count: 3 }] },
  };
  await submit(request, '--request', file('more.json', JSON.stringify(more)));
  expect(JSON.parse(sent()?.body ?? '')).toEqual({
    changeType: 'statusupdate',
    devices: ['3'],
    statusUpdate: { targetStatus: 'active', reasonCode: 'B' },
    rollout: { maxInFlight: 5, waves: [{ count: 3 }] },
  });
});

test('a list of devices in JSON is enough of a file', async () => {
  await submit(json(['8901000000000000001']), '--provider', PROVIDER_ID, '--status', 'suspend');
  expect(JSON.parse(sent()?.body ?? '')).toMatchObject({ devices: ['8901000000000000001'] });
});

test.each([
  ['an option of another type', ['--status', 'suspend', '--pool', PROVIDER_ID], 2, '--pool does not belong'],
  ['a date alone', ['--effective-date', '2026-12-01'], 2, 'Say --type'],
  ['a provider that does not exist', ['--provider', 'Nobody'], 4, 'There are: Demo POND, Demo Jasper.'],
  ['a name that two things have', ['--pool', 'TWIN'], 2, 'Name one by its id'],
  ['a number that is none', ['--allocation-mb', 'much'], 2, 'Give megabytes'],
])('%s is refused before anything is sent', async (_what, words, exitCode, sentence) => {
  const run = await submit(csv(), ...words);
  expect(run.exitCode).toBe(exitCode);
  expect(run.errors).toContain(sentence);
  expect(sent()).toBeUndefined();
});

test.each([
  ['a file that is not there', 'missing.csv', 'cannot be read'],
  ['a file of an unknown kind', 'devices.txt', 'not clear from its name'],
  ['a request that is no JSON', 'broken.json', 'is not JSON'],
])('%s is a usage error', async (_what, name, sentence) => {
  file('broken.json', '{');
  const { exitCode, errors } = await submit(join(folder, name));
  expect(exitCode).toBe(2);
  expect(errors).toContain(sentence);
});

test('an upload whose answer was lost is sent again, whole and under the same key', async () => {
  server.answer(uploads, (response, _request, number) => {
    if (number === 1) response.destroy();
    else answerJson(response, 202, aChange());
  });
  expect((await submit(csv(), '--status', 'suspend', '--idempotency-key', 'mine-1')).exitCode).toBe(0);
  const attempts = server.seen.filter(({ target }) => target === uploads);
  expect(attempts.map(({ headers }) => headers['idempotency-key'])).toEqual(['mine-1', 'mine-1']);
  expect(partsOf(attempts[1]?.body ?? '')['file']).toContain('8901000000000000001');
});

test('a submission that may have arrived is told with the key that makes it safe to repeat', async () => {
  server.answer(submissions, (response) => {
    answerProblem(response, 500, 'internal.unexpected');
  });
  const { exitCode, errors } = await submit(json({ changeType: 'statusupdate' }));
  expect(exitCode).toBe(6);
  const key = sent()?.headers['idempotency-key'];
  expect(errors).toContain(`--idempotency-key ${String(key)}`);
});

test('with --json the output is the answer and nothing else', async () => {
  const { output, errors } = await submit(csv(), '--status', 'suspend', '--json');
  expect(JSON.parse(output)).toMatchObject({ id: CHANGE_ID, rowReport: { faults: [fault] } });
  expect(errors).toBe('');
});
