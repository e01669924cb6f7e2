import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/api/app.ts';
import { submitBulkChangeSchema } from '../../src/api/contracts/submit-bulk-change.ts';
import { toChangeRequest } from '../../src/api/routes/bulk-changes/to-change-request.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { activation, createAmericanFleet } from './american-fleet.ts';
import { faultsOf, idOf, send, startTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let thingspace: string;
let telegence: string;
beforeAll(async () => {
  api = await startTestApi();
  thingspace = await createAmericanFleet(api, 'THINGSPACE');
  telegence = await createAmericanFleet(api, 'TELEGENCE');
});
afterAll(() => api.close());

const submit = (body: unknown, headers: Record<string, string> = {}) =>
  api.call('operator', 'POST', '/v1/bulk-changes', { body, headers });

const customerName = { firstName: 'Quirina', lastName: 'Zaunkoenig' };
const address = {
  addressLine1: '77 Nachtigall Lane',
  city: 'Amselville',
  state: 'WA',
  // With its four digits more: five alone stand in some hash sooner or later.
  zip: '98765-4321',
  country: 'USA',
  emailAddress: 'quirina@amsel.example',
};
const PERSONAL_WORDS = ['Quirina', 'Zaunkoenig', 'Nachtigall', 'Amselville', '98765-4321', 'amsel.example'];

test('every example of the contract is a request', () => {
  const examples = submitBulkChangeSchema.meta()?.['examples'];
  if (!Array.isArray(examples)) throw new Error('The contract has a list of examples.');
  for (const example of examples as readonly unknown[]) {
    const body = submitBulkChangeSchema.parse(example);
    expect(toChangeRequest(body, undefined)).toMatchObject({ ok: true });
  }
});

test('a ThingSpace activation with everything is accepted', async () => {
  const body = activation(thingspace, {
    publicIpRestriction: 'unrestricted',
    primaryPlaceOfUse: { customerName: { ...customerName, title: '' }, address },
  });
  const answer = await submit(body);
  expect(answer.body).toMatchObject({
    status: 'PENDING',
    integration: 'THINGSPACE',
    portalType: 'M2M',
    counts: { pending: 1, error: 0 },
  });
});

test('a Telegence activation with everything is accepted, with LTE and another default APN unless told otherwise', async () => {
  const body = activation(telegence, {
    mdnZipCode: '75001-1234',
    primaryPlaceOfUse: { customerName },
    staticIp: { pdpName: 'PDP', accessPointName: 'apn' },
  });
  const answer = await submit(body);
  expect(answer.body).toMatchObject({
    status: 'PENDING',
    integration: 'TELEGENCE',
    portalType: 'MOBILITY',
    counts: { pending: 1, error: 0 },
  });
  const row = await api.database.prisma.bulkChange.findUnique({ where: { id: idOf(answer) } });
  expect(row?.order).toMatchObject({
    activation: { staticIp: { pdpName: 'PDP', lteIndicator: true, defaultApnIndicator: false } },
  });
});

test.each<[string, object, string[]]>([
  ['a ZIP code of four digits', { mdnZipCode: '9880' }, ['/statusUpdate/mdnZipCode field.format']],
  ['a ZIP code without its dash', { mdnZipCode: '988011234' }, ['/statusUpdate/mdnZipCode field.format']],
  [
    'a restriction that does not exist',
    { publicIpRestriction: 'none' },
    ['/statusUpdate/publicIpRestriction field.value'],
  ],
  [
    'a place of use without its name, and with a field of ours',
    { primaryPlaceOfUse: { address, note: 'x' } },
    [
      '/statusUpdate/primaryPlaceOfUse/customerName field.required',
      '/statusUpdate/primaryPlaceOfUse/note field.unknown',
    ],
  ],
  [
    'half a name and half an address',
    { primaryPlaceOfUse: { customerName: { firstName: ' ' }, address: { city: 'Town' } } },
    [
      '/statusUpdate/primaryPlaceOfUse/customerName/firstName field.size',
      '/statusUpdate/primaryPlaceOfUse/customerName/lastName field.required',
      '/statusUpdate/primaryPlaceOfUse/address/addressLine1 field.required',
      '/statusUpdate/primaryPlaceOfUse/address/state field.required',
      '/statusUpdate/primaryPlaceOfUse/address/zip field.required',
      '/statusUpdate/primaryPlaceOfUse/address/country field.required',
    ],
  ],
  [
    'a static address without its profile',
    { staticIp: { accessPointName: 'apn' } },
    ['/statusUpdate/staticIp/pdpName field.required'],
  ],
])('%s is malformed', async (_name, fields, faults) => {
  const answer = await submit(activation(thingspace, fields));
  expect(answer.status).toBe(400);
  expect(faultsOf(answer)).toEqual(faults);
});

test.each<[string, () => string, object, string[]]>([
  [
    'a static address over ThingSpace',
    () => thingspace,
    { staticIp: { pdpName: 'PDP', accessPointName: 'apn' } },
    ['/statusUpdate/staticIp status_update.field_unsupported'],
  ],
  [
    'a restriction and an address over Telegence',
    () => telegence,
    { publicIpRestriction: 'restricted', primaryPlaceOfUse: { customerName, address } },
    [
      '/statusUpdate/publicIpRestriction status_update.field_unsupported',
      '/statusUpdate/primaryPlaceOfUse/address status_update.field_unsupported',
    ],
  ],
  [
    'a place of use without an address over ThingSpace',
    () => thingspace,
    { primaryPlaceOfUse: { customerName } },
    ['/statusUpdate/primaryPlaceOfUse/address status_update.address_missing'],
  ],
  [
    'a suspension with details of an activation',
    () => thingspace,
    { targetStatus: 'suspend' },
    [
      '/statusUpdate/carrierRatePlan status_update.field_unsupported',
      '/statusUpdate/mdnZipCode status_update.field_unsupported',
    ],
  ],
])('%s is refused with its place', async (_name, account, fields, faults) => {
  const answer = await submit(activation(account(), fields));
  expect(answer.status).toBe(422);
  expect(faultsOf(answer)).toEqual(faults);
  for (const word of PERSONAL_WORDS) expect(answer.text).not.toContain(word);
});

test('a place of use stands nowhere in plain text: not in the database, an answer or a log line', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ name: 'test', level: 'trace', destination });
  const app = await buildApp({ ...api.deps, metrics: new Registry() }, logger);
  const place = { customerName, address };
  const target = { method: 'POST', url: '/v1/bulk-changes' } as const;
  const answer = await send(app, api.tokens.operator, target, {
    body: activation(thingspace, { primaryPlaceOfUse: place }),
    headers: { 'idempotency-key': 'personal-1' },
  });
  const refused = await send(app, api.tokens.operator, target, {
    body: activation(telegence, { primaryPlaceOfUse: { customerName, address: { ...address, city: 7 } } }),
    headers: { 'idempotency-key': 'personal-2' },
  });
  await app.close();
  expect([answer.status, refused.status]).toEqual([202, 400]);
  const row = await api.database.prisma.bulkChange.findUniqueOrThrow({ where: { id: idOf(answer) } });
  expect(row.request).toMatchObject({ statusUpdate: { targetStatus: 'activate', mdnZipCode: '98801' } });
  expect(row.order).toMatchObject({ activation: { namesPlaceOfUse: true } });
  expect(JSON.parse(api.deps.encryption.decrypt(api.tenantId, row.personal ?? ''))).toEqual({
    primaryPlaceOfUse: place,
  });
  const shown = [await everyText(), lines.join('\n'), answer.text, refused.text].join('\n');
  expect(shown).toContain(idOf(answer));
  for (const word of PERSONAL_WORDS) expect(shown).not.toContain(word);
});

/** Every row of every table, as text. */
async function everyText(): Promise<string> {
  const { pool } = api.database;
  const tables = await pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  expect(tables.rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['bulk_changes', 'idempotency_keys', 'audit_entries', 'log_entries']),
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}
