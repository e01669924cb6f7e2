import { expect, it } from 'vitest';
import { classifyThingspaceAnswer, classifyThingspaceLogin } from '../../../src/carriers/thingspace/error.ts';

const api = (errorCode: string) => ({ errorCode, errorMessage: 'Said so.' });
const gateway = (code: string) => ({ fault: { code, message: 'Said so.', description: 'At length.' } });
const html = '<html></html>';

it.each([
  { status: 400, told: 'REQUEST_FAILED.SessionToken.Expired', code: 'thingspace.session_refused' },
  { status: 401, told: 'REQUEST_FAILED.SessionToken.Expired', code: 'thingspace.session_refused' },
  { status: 500, told: 'REQUEST_FAILED.SessionToken.Expired', code: 'thingspace.session_refused' },
  { status: 400, told: 'INPUT_INVALID.SessionToken.Invalid', code: 'thingspace.session_refused' },
  { status: 400, told: 'REQUEST_FAILED.SessionToken.Format', code: 'thingspace.session_refused' },
  { status: 400, told: 'REQUEST_FAILED.UnexpectedError', code: 'carrier.unavailable', open: true },
  { status: 400, told: 'REQUEST_ONHOLD.Anything', code: 'thingspace.on_hold' },
  { status: 400, told: 'REQUEST_CANCELLED.Anything.Else', code: 'thingspace.request_cancelled' },
  { status: 400, told: 'REQUEST_FAILED.DeviceAlreadyActive', code: 'thingspace.already_active' },
  { status: 400, told: 'REQUEST_FAILED.DeviceNotFound', code: 'carrier.device_not_found' },
  { status: 400, told: 'INPUT_INVALID.Device.Kind.Invalid', code: 'carrier.rejected' },
  { status: 400, told: 'INPUT_INVALID.Device.Identifier.Invalid', code: 'carrier.rejected' },
  { status: 400, told: 'INPUT_INVALID.Device.Account.Invalid', code: 'carrier.rejected' },
  { status: 400, told: 'INPUT_INVALID.DeviceState.Invalid', code: 'thingspace.wrong_state' },
  { status: 400, told: 'REQUEST_FAILED.AccountName', code: 'provider.settings_invalid' },
  { status: 400, told: 'REQUEST_FAILED.AccountNotFound', code: 'provider.settings_invalid' },
  { status: 400, told: 'REQUEST_FAILED.NoAccounts', code: 'provider.settings_invalid' },
  { status: 400, told: 'REQUEST_FAILED.MultipleAccounts', code: 'provider.settings_invalid' },
  { status: 400, told: 'INPUT_INVALID.Account.NotDefined', code: 'provider.settings_invalid' },
  { status: 400, told: 'REQUEST_FAILED.CarrierNotOnAccount', code: 'provider.settings_invalid' },
  { status: 400, told: 'REQUEST_FAILED.m2m4G.NotFound', code: 'thingspace.account_setup' },
  { status: 400, told: 'REQUEST_FAILED.m2m.4.5.NotFound', code: 'thingspace.account_setup' },
  { status: 400, told: 'REQUEST_FAILED.DefaultIpPoolNotDefined', code: 'thingspace.account_setup' },
  { status: 400, told: 'INPUT_INVALID.CustomField.TooLong', code: 'carrier.rejected' },
  { status: 400, told: 'INPUT_INVALID.RequestUndefined', code: 'carrier.rejected' },
  { status: 400, told: 'INPUT_INVALID.MaxRequestsExceeded', code: 'carrier.rejected' },
  { status: 400, told: 'INPUT_INVALID.NumberofDevices', code: 'carrier.rejected' },
  { status: 400, told: 'REQUEST_FAILED.NeverHeardOf', code: 'carrier.rejected' },
  { status: 400, told: 'NeverHeardOf', code: 'carrier.rejected' },
  { status: 400, told: '', code: 'carrier.rejected' },
  { status: 403, told: 'REQUEST_FAILED.UnexpectedError', code: 'carrier.forbidden' },
  { status: 503, told: 'REQUEST_FAILED.DeviceNotFound', code: 'carrier.unavailable', open: true },
])(
  'reads HTTP $status with $told as $code, with and without a service in front',
  ({ status, told, ...wanted }) => {
    const meaning = { code: wanted.code, outcomeOpen: wanted.open ?? false };
    expect(classifyThingspaceAnswer({ status, body: api(told) })).toMatchObject(meaning);
    const prefixed = api(`UnifiedWebService.${told}`);
    expect(classifyThingspaceAnswer({ status, body: prefixed })).toMatchObject(meaning);
  },
);

it.each([
  { status: 401, body: gateway('900901'), code: 'carrier.login_refused', outcomeOpen: false },
  { status: 401, body: gateway('900902'), code: 'carrier.login_refused', outcomeOpen: false },
  { status: 400, body: gateway('900906'), code: 'provider.settings_invalid', outcomeOpen: false },
  { status: 429, body: gateway('900800'), code: 'carrier.rate_limited', outcomeOpen: false },
  { status: 400, body: html, code: 'carrier.rejected', outcomeOpen: false },
  { status: 403, body: html, code: 'carrier.forbidden', outcomeOpen: false },
  { status: 404, body: html, code: 'provider.settings_invalid', outcomeOpen: false },
  { status: 302, body: html, code: 'provider.settings_invalid', outcomeOpen: false },
  { status: 408, body: html, code: 'carrier.timeout', outcomeOpen: false },
  { status: 502, body: html, code: 'carrier.unavailable', outcomeOpen: true },
])('reads HTTP $status of the gateway as $code', ({ status, body, code, outcomeOpen }) => {
  expect(classifyThingspaceAnswer({ status, body })).toMatchObject({ code, outcomeOpen });
});

it.each([
  { status: 400, body: api('REQUEST_FAILED.InvalidCredentials'), code: 'carrier.login_refused' },
  { status: 400, body: { error: 'unsupported_grant_type' }, code: 'carrier.login_refused' },
  { status: 401, body: gateway('900901'), code: 'carrier.login_refused' },
  { status: 400, body: api('REQUEST_FAILED.UnexpectedError'), code: 'carrier.unavailable' },
  { status: 400, body: gateway('900906'), code: 'provider.settings_invalid' },
  { status: 503, body: html, code: 'carrier.unavailable' },
  { status: 429, body: gateway('900800'), code: 'carrier.rate_limited' },
])('reads HTTP $status with $body to a log-in as $code', ({ status, body, code }) => {
  expect(classifyThingspaceLogin({ status, body }).code).toBe(code);
});

it('hands on the carrier’s words with its code, whichever shape they have', () => {
  const said = (body: unknown) => classifyThingspaceAnswer({ status: 400, body }).said;
  expect(said(api('REQUEST_FAILED.AccountName'))).toBe('Said so. (REQUEST_FAILED.AccountName)');
  expect(said(gateway('900906'))).toBe('Said so. At length. (900906)');
  expect(said(html)).toBeNull();
});
