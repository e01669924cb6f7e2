import { expect, it } from 'vitest';
import { nextLinesAfter } from '../../../src/carriers/thingspace/line-pages.ts';
import { iccid } from '../../simulators/running-simulators.ts';
import { thingspaceSandbox, thingspaceSeed } from '../../simulators/thingspace-sandbox.ts';
import { recordedCall } from '../recorded-call.ts';
import { wholeList } from '../whole-list.ts';
import { thingspaceAt, timesAsked } from './thingspace-at-sandbox.ts';

const LINES = 1_200;

it('lists every line of the account once, over pages that the carrier answers with 202', async () => {
  const devices = Array.from({ length: LINES }, (_, index) => ({
    account: 'acme',
    iccid: iccid(index + 1),
    state: 'active',
    servicePlan: 'm2m4G',
  }));
  const others = [{ account: 'other', iccid: iccid(5_000), state: 'active' }];
  const sandbox = await thingspaceSandbox({ seed: { ...thingspaceSeed, devices: [...devices, ...others] } });

  const listed = (await wholeList(thingspaceAt(sandbox))).map((device) => device.iccid);

  expect(listed.sort()).toEqual(devices.map((device) => device.iccid).sort());
  expect(await timesAsked(sandbox, 'list')).toBe(3);
});

it('refuses a list that goes on without a number to go on from', () => {
  const line = {
    deviceIds: [],
    carrierInformations: [],
    customFields: [],
    extendedAttributes: [],
    ipAddress: null,
    ipaddress: null,
  };

  expect(() => nextLinesAfter({ hasMoreData: true, devices: [line] }, null)).toThrow(
    expect.objectContaining({ code: 'carrier.answer_unreadable' }),
  );
});

it('sets custom fields of one line, and not again when they are set already', async () => {
  const sandbox = await thingspaceSandbox();
  const carrier = thingspaceAt(sandbox);
  const change = { identifier: iccid(1), fields: { CustomField1: 'north' } };

  const submission = await carrier.submitCustomFields(change, recordedCall());
  expect(submission).toMatchObject({ kind: 'accepted' });
  await expect.poll(() => sandbox.effects()).toEqual([`customField ${iccid(1)} CustomField1=north`]);
  expect(await carrier.submitCustomFields(change, recordedCall({ readFirst: true }))).toEqual({
    kind: 'in_place',
  });

  expect(await timesAsked(sandbox, 'customFields')).toBe(1);
});
