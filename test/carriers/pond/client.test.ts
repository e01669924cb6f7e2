import { describe, expect, it } from 'vitest';
import type { StatusChange } from '../../../src/carriers/carrier-port.ts';
import { createPondCarrier } from '../../../src/carriers/pond/client.ts';
import { UNLIMITED } from '../../../src/carriers/request-budget.ts';
import { iccid, pondSandbox } from '../../simulators/running-simulators.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { testHttpClient } from '../test-http-client.ts';
import { pondAt } from './pond-at-sandbox.ts';

const suspension: StatusChange = {
  identifier: iccid(1),
  target: 'suspended',
  reasonCode: null,
};

describe('changing a status', () => {
  it('switches all three services at once', async () => {
    const sandbox = await pondSandbox();
    const call = recordedCall();

    expect(await pondAt(sandbox).changeStatus(suspension, call)).toEqual({ alreadyInPlace: false });

    expect(await sandbox.effects()).toEqual([`status ${iccid(1)} DISABLED`]);
    expect(call.exchanges).toHaveLength(1);
    expect(call.exchanges[0]).toMatchObject({ operation: 'Set Status', httpStatus: 204, responseText: '' });
  });

  it('writes nothing when a retry finds the services switched', async () => {
    const sandbox = await pondSandbox();
    const carrier = pondAt(sandbox);
    await carrier.changeStatus(suspension, recordedCall());
    const retry = recordedCall({ readFirst: true });

    expect(await carrier.changeStatus(suspension, retry)).toEqual({ alreadyInPlace: true });

    expect(retry.exchanges.map(({ operation }) => operation)).toEqual(['Get Status']);
  });

  it('does not take a gateway’s page for a success, and leaves open what was applied', async () => {
    const sandbox = await pondSandbox();
    await sandbox.faults({ when: { operation: 'setStatus' }, do: 'http', status: 200, html: true });

    const error = await carrierErrorOf(pondAt(sandbox).changeStatus(suspension, recordedCall()));

    expect(error).toMatchObject({ code: 'carrier.answer_unreadable', mayHaveApplied: true });
  });

  it('brings a SIM that was never used into service', async () => {
    const sandbox = await pondSandbox();
    const carrier = pondAt(sandbox);

    await carrier.changeStatus({ ...suspension, identifier: iccid(2), target: 'active' }, recordedCall());

    expect(await carrier.readDevice(iccid(2), recordedCall())).toMatchObject({ status: 'active' });
  });

  it('does not take a terminated SIM for a suspended one', async () => {
    const sandbox = await pondSandbox();
    await sandbox.send('DELETE', `/sim/${iccid(1)}/purge`);

    const error = await carrierErrorOf(
      pondAt(sandbox).changeStatus(suspension, recordedCall({ readFirst: true })),
    );

    expect(error).toMatchObject({ code: 'carrier.rejected', mayHaveApplied: false });
    expect(error.message).toContain('The SIM is terminated');
  });

  it('refuses a status that no switch stands for without asking the carrier', async () => {
    const call = recordedCall();
    const carrier = pondAt(await pondSandbox());

    const error = await carrierErrorOf(carrier.changeStatus({ ...suspension, target: 'terminated' }, call));

    expect(error.code).toBe('status.transition_not_allowed');
    expect(call.exchanges).toEqual([]);
  });
});

describe('packages', () => {
  it('are listed to the last page', async () => {
    const sandbox = await pondSandbox();
    const packages = Array.from({ length: 120 }, () => ({ packageTypeId: 4711, status: 'TERMINATED' }));
    await sandbox.admin('POST', 'devices', [{ account: 'pond-77', iccid: iccid(1), packages }]);
    const call = recordedCall();

    const listed = await pondAt(sandbox).listPackages(iccid(1), call);

    expect(new Set(listed.map(({ packageId }) => packageId)).size).toBe(120);
    expect(call.exchanges).toHaveLength(3);
  });

  it('are not taken for complete when the pages end too early', async () => {
    const sandbox = await pondSandbox();
    const body = { total: 3, offset: 0, count: 0, elements: [] };
    await sandbox.faults({ when: { operation: 'listPackages' }, do: 'http', status: 200, body });

    const error = await carrierErrorOf(pondAt(sandbox).listPackages(iccid(1), recordedCall()));

    expect(error).toMatchObject({ code: 'carrier.answer_unreadable', mayHaveApplied: false });
  });

  it('are added, activated and terminated', async () => {
    const sandbox = await pondSandbox();
    const carrier = pondAt(sandbox);
    const addition = { identifier: iccid(2), packageTypeId: 4712, knownPackageIds: [] };

    const added = await carrier.addPackage(addition, recordedCall());
    await carrier.activatePackage(added.packageId, recordedCall());
    await carrier.terminatePackage(added.packageId, recordedCall());

    expect(added).toEqual({ packageId: added.packageId, packageTypeId: 4712, status: 'NOT_ACTIVE' });
    expect(await sandbox.effects()).toEqual([
      `packageAdded ${iccid(2)} 4712`,
      `packageStatus ${iccid(2)} ${added.packageId}:ACTIVE`,
      `packageStatus ${iccid(2)} ${added.packageId}:TERMINATED`,
    ]);
  });

  it('of the same type that were there before are not taken for the new one', async () => {
    const sandbox = await pondSandbox();
    const carrier = pondAt(sandbox);
    const before = await carrier.listPackages(iccid(1), recordedCall());
    const knownPackageIds = before.map(({ packageId }) => packageId);

    const added = await carrier.addPackage(
      { identifier: iccid(1), packageTypeId: 4711, knownPackageIds },
      recordedCall({ readFirst: true }),
    );

    expect(knownPackageIds).not.toContain(added.packageId);
    expect(await sandbox.effects()).toHaveLength(1);
  });

  it('that are missing at the carrier do not make the SIM a missing one', async () => {
    const carrier = pondAt(await pondSandbox());

    const error = await carrierErrorOf(carrier.activatePackage('no-such-package', recordedCall()));

    expect(error).toMatchObject({ code: 'carrier.rejected', httpStatus: 404 });
  });

  it('leave the outcome open when the answer to adding one is no package', async () => {
    const sandbox = await pondSandbox();
    await sandbox.faults({ when: { operation: 'addPackage' }, do: 'applyThenHttp', status: 200, body: {} });
    const addition = { identifier: iccid(2), packageTypeId: 4712, knownPackageIds: [] };

    const error = await carrierErrorOf(pondAt(sandbox).addPackage(addition, recordedCall()));

    expect(error).toMatchObject({ code: 'carrier.answer_unreadable', mayHaveApplied: true });
  });
});

it('sends the key in the header that the host wants', async () => {
  const accounts = [{ account: 'pond', distributorId: 77, apiKey: 'key-77', headerName: 'ApiKey' }];
  const sandbox = await pondSandbox({ seed: { accounts, devices: [{ iccid: iccid(1) }] } });
  const carrier = createPondCarrier({
    baseUrl: `${sandbox.simulator.url}/ds/u/distributorPPUService/v1`,
    distributorId: 77,
    credentials: { apiKey: 'key-77' },
    apiKeyHeader: 'ApiKey',
    http: testHttpClient(),
    budget: UNLIMITED,
  });
  const call = recordedCall();

  expect(await carrier.readDevice(iccid(1), call)).toMatchObject({ status: 'inventory' });
  expect(JSON.stringify(call.exchanges)).not.toContain('key-77');
});
