import { describe, expect, it } from 'vitest';
import type { RequestBudget } from '../../src/carriers/request-budget.ts';
import { UNLIMITED } from '../../src/carriers/request-budget.ts';
import { carrierErrorOf } from '../carriers/carrier-error-of.ts';
import { recordedCall } from '../carriers/recorded-call.ts';
import { revioSandbox } from '../simulators/running-simulators.ts';
import { revAt } from './rev-at-sandbox.ts';
import { SERVICE_ORDER } from './service-order.ts';

const { number, iccid, revCustomerId } = SERVICE_ORDER;
const line = { account: 'acme', customerId: revCustomerId, number, iccid };

describe('a service line', () => {
  it('is created as ordered', async () => {
    const sandbox = await revioSandbox();

    const { externalId } = await revAt(sandbox).ensureService(SERVICE_ORDER, recordedCall());

    const truth = await sandbox.admin('GET', `devices/${externalId}`);
    expect(truth.json).toMatchObject({
      services: [
        { customerId: '7001', number, iccid, serviceTypeId: '12', activatedDate: SERVICE_ORDER.activatedAt },
      ],
    });
    expect(await sandbox.effects()).toEqual([`serviceCreated ${iccid} ${externalId}`]);
  });

  it('that is connected is taken by a retry', async () => {
    const sandbox = await revioSandbox();
    await sandbox.admin('POST', 'devices', [{ ...line, serviceId: 600 }]);

    const ensured = await revAt(sandbox).ensureService(SERVICE_ORDER, recordedCall({ readFirst: true }));

    expect(ensured).toEqual({ externalId: '600' });
    expect(await sandbox.effects()).toEqual([]);
  });

  it('that is disconnected is not taken by a retry', async () => {
    const sandbox = await revioSandbox();
    const disconnectedDate = '2026-02-01T00:00:00.000Z';
    await sandbox.admin('POST', 'devices', [{ ...line, serviceId: 600, disconnectedDate }]);

    await revAt(sandbox).ensureService(SERVICE_ORDER, recordedCall({ readFirst: true }));

    expect(await sandbox.effects()).toHaveLength(1);
  });

  it('is found on a later page', async () => {
    const sandbox = await revioSandbox();
    const disconnectedDate = '2026-02-01T00:00:00.000Z';
    const former = Array.from({ length: 130 }, (_, at) => ({ ...line, serviceId: at + 1, disconnectedDate }));
    await sandbox.admin('POST', 'devices', [...former, { ...line, serviceId: 600 }]);

    const ensured = await revAt(sandbox).ensureService(SERVICE_ORDER, recordedCall({ readFirst: true }));

    expect(ensured).toEqual({ externalId: '600' });
  });

  it('of another customer is not taken, even when the search does not filter', async () => {
    const sandbox = await revioSandbox();
    const services = [{ serviceId: 601, customerId: '7002', number, disconnectedDate: null }];
    const body = { total: 1, page: 1, pageSize: 100, services };
    await sandbox.faults({ when: { operation: 'findService' }, do: 'http', status: 200, body });

    const ensured = await revAt(sandbox).ensureService(SERVICE_ORDER, recordedCall({ readFirst: true }));

    expect(ensured.externalId).not.toBe('601');
  });
});

describe('the products of a line', () => {
  it('are created where they are missing, and told with their real rates', async () => {
    const sandbox = await revioSandbox();
    const products = [{ productId: '31', rate: 4.5 }];
    await sandbox.admin('POST', 'devices', [{ ...line, serviceId: 600, products }]);

    const twice = [
      { productId: '31', rate: 3 },
      { productId: '31', rate: 2 },
    ];
    const ensured = await revAt(sandbox).ensureProducts('600', twice, recordedCall());

    expect(ensured.map(({ productId, rate }) => ({ productId, rate }))).toEqual([
      { productId: '31', rate: 4.5 },
      { productId: '31', rate: 2 },
    ]);
    expect(await sandbox.effects()).toEqual([`productCreated ${iccid} 31`]);
  });

  it('that were disconnected are created again', async () => {
    const sandbox = await revioSandbox();
    const products = [{ productId: '31', rate: 4.5, status: 'DISCONNECTED' }];
    await sandbox.admin('POST', 'devices', [{ ...line, serviceId: 600, products }]);

    await revAt(sandbox).ensureProducts('600', [{ productId: '31', rate: 3 }], recordedCall());

    expect(await sandbox.effects()).toHaveLength(1);
  });

  it('that are refused leave a half-applied line with the reason', async () => {
    const sandbox = await revioSandbox();
    await sandbox.admin('POST', 'devices', [{ ...line, serviceId: 600 }]);

    const error = await carrierErrorOf(
      revAt(sandbox).ensureProducts('600', [{ productId: 'unknown', rate: 1 }], recordedCall()),
    );

    expect(error).toMatchObject({ code: 'billing.half_applied', errorClass: 'BUSINESS', httpStatus: 400 });
    expect(error.message).toContain('There is no product unknown.');
  });
});

it('takes the wait from the sentence of a 429 and holds everyone back', async () => {
  const sandbox = await revioSandbox();
  await sandbox.faults({ when: {}, do: 'http', status: 429, retryAfterSeconds: 3 });
  const pauses: number[] = [];
  const budget: RequestBudget = { ...UNLIMITED, postpone: (ms) => Promise.resolve(void pauses.push(ms)) };

  const error = await carrierErrorOf(revAt(sandbox, budget).ensureService(SERVICE_ORDER, recordedCall()));

  expect(error).toMatchObject({ code: 'billing.rate_limited', retryAfterMs: 3_000 });
  expect(pauses).toEqual([3_000]);
});
