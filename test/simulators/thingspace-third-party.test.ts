import {
  AccountRequestsApi,
  Client,
  ConnectivityCallbacksApi,
  ConnectivityManagementResultError,
  DeviceManagementApi,
  ServicePlansApi,
  SessionManagementApi,
} from 'apimatic-verizon-sdk';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { iccid } from './running-simulators.ts';
import { accountName, imei, thingspaceSandbox, type ThingspaceSandbox } from './thingspace-sandbox.ts';

/** What the client hands to its transport, as far as it matters here. */
const exchangeSchema = z.object({
  method: z.string(),
  url: z.url(),
  data: z.string().nullish(),
  headers: z.object({}).loose(),
});

/** The client knows the carrier's own host only, so its transport is pointed at the simulator. */
function transport(origin: string): (config: unknown) => Promise<object> {
  return async (config) => {
    const { method, url, data, headers } = exchangeSchema.parse(config);
    const { pathname, search } = new URL(url);
    const response = await fetch(origin + pathname + search, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      signal: AbortSignal.timeout(5_000),
      ...(data === undefined || data === null ? {} : { body: data }),
    });
    return {
      config,
      status: response.status,
      statusText: response.statusText,
      headers: Object.fromEntries(response.headers),
      data: await response.text(),
    };
  };
}

function clientOf({ simulator }: ThingspaceSandbox, sessionToken: string): Client {
  return new Client({
    timeout: 5_000,
    thingspaceOauthCredentials: { oauthClientId: 'acme-app', oauthClientSecret: 'acme-secret' },
    vzM2MTokenCredentials: { 'VZ-M2M-Token': sessionToken },
    unstable_httpClientOptions: { adapter: transport(simulator.url) },
  });
}

interface ThirdParty {
  sandbox: ThingspaceSandbox;
  devices: DeviceManagementApi;
  client: Client;
  /** Waits until a request is over and answers its status. */
  settled: (answer: { result: { requestId?: string } }) => Promise<string | undefined>;
}

/** Logs in through the client alone. */
async function thirdParty(): Promise<ThirdParty> {
  const sandbox = await thingspaceSandbox();
  const login = await new SessionManagementApi(clientOf(sandbox, '')).startConnectivityManagementSession({
    username: 'acme-user',
    password: 'acme-password',
  });
  const client = clientOf(sandbox, login.result.sessionToken ?? '');
  const requests = new AccountRequestsApi(client);
  return {
    sandbox,
    client,
    devices: new DeviceManagementApi(client),
    settled: async ({ result: { requestId = '' } }) => {
      const status = async (): Promise<string | undefined> =>
        (await requests.getCurrentAsynchronousRequestStatus(accountName, requestId)).result.status;
      await expect.poll(status).not.toBe('Pending');
      return status();
    },
  };
}

const line = (at: number): { deviceIds: { id: string; kind: string }[] } => ({
  deviceIds: [
    { id: iccid(at), kind: 'iccid' },
    { id: imei(at), kind: 'imei' },
  ],
});

describe('a client of another maker', () => {
  it('carries a line through its life', async () => {
    const { devices, settled, sandbox } = await thirdParty();
    const on = { accountName, devices: [line(6)] };
    const activation = { ...on, servicePlan: 'm2m4G', mdnZipCode: '98801' };
    expect(await settled(await devices.activateServiceForDevices(activation))).toBe('Success');
    expect(await settled(await devices.suspendServiceForDevices(on))).toBe('Success');
    expect(await settled(await devices.restoreServiceForSuspendedDevices(on))).toBe('Success');
    expect(await settled(await devices.changeDevicesServicePlan({ ...on, servicePlan: 'm2m10' }))).toBe(
      'Success',
    );
    const customFieldsToUpdate = [{ key: 'CustomField1', value: 'north' }];
    expect(await settled(await devices.updateDevicesCustomFields({ ...on, customFieldsToUpdate }))).toBe(
      'Success',
    );
    expect(await sandbox.truth(6)).toMatchObject({
      status: 'active',
      servicePlan: 'm2m10',
      customFields: { CustomField1: 'north' },
    });
    const deactivation = { ...on, reasonCode: 'FF', etfWaiver: true };
    expect(await settled(await devices.deactivateServiceForDevices(deactivation))).toBe('Success');
    expect(await settled(await devices.deactivateServiceForDevices(deactivation))).toBe('Failure');
  });

  it('adds, lists in pages and gets lines', async () => {
    const { devices } = await thirdParty();
    const added = await devices.addDevices({ state: 'preactive', accountName, devicesToAdd: [line(7)] });
    expect(added.result).toMatchObject([{ response: 'Success' }]);
    const first = await devices.listDevicesInformation({ accountName, maxNumberOfDevices: 5 });
    expect([first.statusCode, first.result.hasMoreData, first.result.devices?.length]).toEqual([
      202,
      true,
      5,
    ]);
    const seen = first.result.devices?.at(-1)?.extendedAttributes?.find(({ key }) => key === 'DeviceId');
    const rest = await devices.listDevicesInformation({
      accountName,
      largestDeviceIdSeen: BigInt(seen?.value ?? '0'),
    });
    expect([rest.statusCode, rest.result.hasMoreData, rest.result.devices?.length]).toEqual([200, false, 2]);
    const alone = await devices.listDevicesInformation({ deviceId: { id: iccid(1), kind: 'iccid' } });
    expect(alone.result.devices).toMatchObject([{ carrierInformations: [{ state: 'active' }] }]);
  });

  it('registers, lists and deletes callbacks, and reads the plans', async () => {
    const { client } = await thirdParty();
    const callbacks = new ConnectivityCallbacksApi(client);
    const name = 'CarrierService';
    const url = 'http://127.0.0.1:9001/callbacks';
    const done = { accountName, serviceName: name };
    const registration = { name, url, username: 'cb-user', password: 'cb-pass' };
    expect((await callbacks.registerCallback(accountName, registration)).result).toMatchObject(done);
    expect((await callbacks.listRegisteredCallbacks(accountName)).result).toMatchObject([{ ...done, url }]);
    expect((await callbacks.deregisterCallback(accountName, name)).result).toMatchObject(done);
    expect((await callbacks.listRegisteredCallbacks(accountName)).result).toEqual([]);
    const plans = await new ServicePlansApi(client).listAccountServicePlans(accountName);
    expect(plans.result).toMatchObject([{ code: 'm2m4G', sizeKb: 5_120n }, { code: 'm2m10' }]);
  });

  it('understands a refusal', async () => {
    const { devices } = await thirdParty();
    const wrong = { accountName, devices: [line(1)], servicePlan: 'none' };
    const error: unknown = await devices.changeDevicesServicePlan(wrong).catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(ConnectivityManagementResultError);
    expect(error).toMatchObject({
      statusCode: 400,
      result: { errorCode: 'UnifiedWebService.REQUEST_FAILED.none.NotFound' },
    });
  });
});
