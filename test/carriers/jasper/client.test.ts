import { describe, expect, it } from 'vitest';
import type { StatusChange } from '../../../src/carriers/carrier-port.ts';
import { iccid, jasperSandbox } from '../../simulators/running-simulators.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { jasperAt } from './jasper-at-sandbox.ts';
import { planNamed } from './plan-named.ts';

const deactivation: StatusChange = {
  identifier: iccid(1),
  target: 'deactivated',
  reasonCode: null,
};

const suspension: StatusChange = { ...deactivation, target: 'suspended' };

const parking = { identifier: iccid(1), plan: planNamed('Large'), communicationPlan: 'Data+SMS' };

describe('reading a device', () => {
  it('answers in the words of the product', async () => {
    const carrier = jasperAt(await jasperSandbox());

    expect(await carrier.readDevice(iccid(1), recordedCall())).toEqual({
      identifier: iccid(1),
      status: 'active',
      ratePlan: 'Small',
      communicationPlan: 'Data',
      msisdn: '882350000000001',
      imei: null,
      ipAddress: null,
    });
  });

  it('does not find the device of another account', async () => {
    const carrier = jasperAt(await jasperSandbox());

    const error = await carrierErrorOf(carrier.readDevice(iccid(9), recordedCall()));

    expect(error).toMatchObject({ code: 'carrier.device_not_found', httpStatus: 404, mayHaveApplied: false });
  });
});

describe('changing a status', () => {
  it('sets DEACTIVATED for a suspension, since there is no suspend', async () => {
    const sandbox = await jasperSandbox();
    const call = recordedCall();

    expect(await jasperAt(sandbox).changeStatus(suspension, call)).toEqual({ alreadyInPlace: false });

    expect(await sandbox.effects()).toEqual([`status ${iccid(1)} DEACTIVATED`]);
    expect(call.writes).toEqual(['Set Status']);
  });

  it('writes nothing when a retry finds the status in place', async () => {
    const sandbox = await jasperSandbox();
    const carrier = jasperAt(sandbox);
    await carrier.changeStatus(deactivation, recordedCall());
    const retry = recordedCall({ readFirst: true });

    expect(await carrier.changeStatus(deactivation, retry)).toEqual({ alreadyInPlace: true });

    expect(retry.writes).toEqual([]);
  });

  it('refuses a status that no caller may set without asking the carrier', async () => {
    const call = recordedCall();
    const carrier = jasperAt(await jasperSandbox());

    const error = await carrierErrorOf(carrier.changeStatus({ ...suspension, target: 'terminated' }, call));

    expect(error.code).toBe('status.transition_not_allowed');
    expect(call.exchanges).toEqual([]);
  });

  it('passes on the carrier’s reason for a move it does not allow', async () => {
    const carrier = jasperAt(await jasperSandbox());

    const error = await carrierErrorOf(
      carrier.changeStatus({ ...suspension, target: 'inventory' }, recordedCall()),
    );

    expect(error.code).toBe('carrier.rejected');
    expect(error.message).toContain('SIMSTATUS_INVALID_TRANSITION');
  });

  it('takes a 200 without the ICCID for a failure', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({ when: { operation: 'editDevice' }, do: 'applyThenHttp', status: 200, body: {} });

    const error = await carrierErrorOf(jasperAt(sandbox).changeStatus(suspension, recordedCall()));

    expect(error).toMatchObject({ code: 'carrier.answer_unreadable', httpStatus: 200, mayHaveApplied: true });
  });
});

describe('changing a rate plan', () => {
  it('names rate plan and communication plan in one request', async () => {
    const sandbox = await jasperSandbox();
    const call = recordedCall();

    await jasperAt(sandbox).changeRatePlan(
      { identifier: iccid(1), plan: planNamed('Large'), communicationPlan: 'Data+SMS' },
      call,
    );

    expect(call.exchanges).toHaveLength(1);
    expect(call.exchanges[0]).toMatchObject({
      operation: 'Change Rate Plan',
      requestText: `PUT /rws/api/v1/devices/${iccid(1)}\n{"ratePlan":"Large","communicationPlan":"Data+SMS"}`,
      httpStatus: 200,
      errorText: null,
    });
    expect(await sandbox.effects()).toHaveLength(2);
  });

  it('leaves the communication plan alone when none is named', async () => {
    const sandbox = await jasperSandbox();

    await jasperAt(sandbox).changeRatePlan(
      { identifier: iccid(1), plan: planNamed('Large'), communicationPlan: null },
      recordedCall(),
    );

    expect(await sandbox.effects()).toEqual([`ratePlan ${iccid(1)} Large`]);
  });
});

it('never shows the credentials in an exchange', async () => {
  const call = recordedCall();

  await jasperAt(await jasperSandbox()).changeStatus(suspension, call);

  expect(JSON.stringify(call.exchanges)).not.toMatch(/acme-key|authorization|basic/i);
});

describe('parking a SIM on another plan before its deactivation', () => {
  it('changes both plans with one edit', async () => {
    const sandbox = await jasperSandbox();

    await jasperAt(sandbox).parkOnPlan(parking, recordedCall());

    expect(await sandbox.effects()).toEqual([
      `ratePlan ${iccid(1)} Large`,
      `communicationPlan ${iccid(1)} Data+SMS`,
    ]);
  });

  it('says in a code of its own that the carrier refuses the plan', async () => {
    const sandbox = await jasperSandbox();
    const plan = planNamed('No such plan');

    const error = await carrierErrorOf(jasperAt(sandbox).parkOnPlan({ ...parking, plan }, recordedCall()));

    expect(error).toMatchObject({ code: 'jasper.plan_move_failed', errorClass: 'BUSINESS', httpStatus: 400 });
    expect(error.mayHaveApplied).toBe(false);
    expect(await sandbox.effects()).toEqual([]);
  });

  it.each([
    { fault: { do: 'http', status: 503 }, code: 'carrier.unavailable' },
    { fault: { do: 'http', status: 429 }, code: 'carrier.rate_limited' },
    { fault: { do: 'unauthorized' }, code: 'carrier.login_refused' },
  ])('keeps $code, which may pass or tells better what to do', async ({ fault, code }) => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({ when: { operation: 'editDevice' }, ...fault, times: 1 });

    const error = await carrierErrorOf(jasperAt(sandbox).parkOnPlan(parking, recordedCall()));

    expect(error.code).toBe(code);
    expect(await sandbox.effects()).toEqual([]);
  });

  it('writes nothing when a retry finds the plan moved', async () => {
    const sandbox = await jasperSandbox();
    const carrier = jasperAt(sandbox);
    await carrier.parkOnPlan(parking, recordedCall());
    const retry = recordedCall({ readFirst: true });

    expect(await carrier.parkOnPlan(parking, retry)).toEqual({ alreadyInPlace: true });

    expect(retry.writes).toEqual([]);
  });
});
