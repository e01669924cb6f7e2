import { describe, expect, it } from 'vitest';
import { parseThingspaceCallback } from '../../../src/carriers/thingspace/callback.ts';
import { namesCredentials } from '../../../src/platform/callback-credentials.ts';
import { iccid } from '../../simulators/running-simulators.ts';

const envelope = {
  username: 'cb-user',
  password: 'cb-pass',
  requestId: '595f5c44-c31c-4552-8670-020a1545a84d',
  deviceIds: [{ id: iccid(1), kind: 'iccid' }],
  callbackCount: 1,
  maxCallbackThreshold: 4,
};

const activated = {
  activateResponse: {
    deviceIds: [
      { id: '5550100001', kind: 'mdn' },
      { id: '15550100001', kind: 'msisdn' },
    ],
    ipAddress: '10.0.0.5',
    servicePlan: 'm2m4G',
    state: 'active',
    featureCodes: [],
  },
};

const nothing = { mdn: null, msisdn: null, ipAddress: null, status: null, ratePlan: null };

function resultOf(more: object) {
  const parsed = parseThingspaceCallback({ ...envelope, ...more });
  return parsed.ok ? parsed.value.result : parsed.faults;
}

it('tells what an activation gave the line', () => {
  expect(parseThingspaceCallback({ ...envelope, deviceResponse: activated, status: 'Success' })).toEqual({
    ok: true,
    value: {
      username: 'cb-user',
      password: 'cb-pass',
      requestId: envelope.requestId,
      iccid: iccid(1),
      imei: null,
      result: {
        kind: 'succeeded',
        line: {
          mdn: '5550100001',
          msisdn: '15550100001',
          ipAddress: '10.0.0.5',
          status: 'active',
          ratePlan: 'm2m4G',
        },
      },
    },
  });
});

it('reads fields and kinds in any letter case', () => {
  const spelled = {
    UserName: 'cb-user',
    PASSWORD: 'cb-pass',
    RequestId: 'r-1',
    DeviceIds: [{ Id: iccid(1), Kind: 'ICCID' }],
    DeviceResponse: {
      ActivateResponse: { DeviceIds: [{ id: '5550100001', kind: 'Mdn' }], ipaddress: '10.0.0.5' },
    },
  };
  expect(parseThingspaceCallback(spelled)).toMatchObject({
    ok: true,
    value: {
      username: 'cb-user',
      requestId: 'r-1',
      iccid: iccid(1),
      result: { kind: 'succeeded', line: { mdn: '5550100001', ipAddress: '10.0.0.5' } },
    },
  });
});

it.each([
  { deviceResponse: { suspendResponse: { expectedResumeDate: '2026-05-01' } } },
  { deviceResponse: { restoreResponse: { restored: 'true' } } },
  { deviceResponse: { deactivateResponse: { deactivated: 'true' } } },
  { deviceResponse: {} },
  { deviceResponse: null, faultResponse: null },
  { status: 'Failed' },
  {},
])('takes a message without a fault for a success: %j', (more) => {
  expect(resultOf(more)).toEqual({ kind: 'succeeded', line: nothing });
});

it('takes a fault for a failure, whatever else the message says', () => {
  const faultResponse = {
    faultcode: 'UnifiedWebService.REQUEST_FAILED.DeviceAlreadyActive',
    faultstring: 'device is already active',
  };
  expect(resultOf({ faultResponse, deviceResponse: activated, status: 'Success' })).toEqual({
    kind: 'failed',
    code: 'thingspace.already_active',
    message: 'device is already active (UnifiedWebService.REQUEST_FAILED.DeviceAlreadyActive)',
  });
});

it('does not take a request on hold for a failed one', () => {
  const faultResponse = { faultcode: 'REQUEST_ONHOLD.Anything', faultstring: 'please wait' };
  expect(resultOf({ faultResponse })).toMatchObject({ kind: 'waiting' });
});

it.each([undefined, null, 'text', [], {}, { ...envelope, requestId: '' }])('refuses %j', (body) => {
  expect(parseThingspaceCallback(body).ok).toBe(false);
});

describe('the credentials of a callback', () => {
  const registered = { username: 'cb-user', password: 'cb-pass' };

  it.each([
    { told: registered, match: true },
    { told: { ...registered, username: 'cb-userx' }, match: false },
    { told: { ...registered, password: 'cb-pas' }, match: false },
    { told: { username: '', password: '' }, match: false },
  ])('match only in full: $told', ({ told, match }) => {
    expect(namesCredentials(told, registered)).toBe(match);
  });

  it('never match a registration that has none', () => {
    const none = { username: '', password: '' };
    expect(namesCredentials(none, none)).toBe(false);
  });
});
