import type { OutsideCall } from '../../platform/exchange.ts';
import { joinUrl } from '../join-url.ts';
import { sendOutside } from '../outside-request.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { deviceAnswer, editAnswer, type DeviceAnswer } from './answer.ts';
import { classifyJasperAnswer } from './error.ts';
import type { JasperOptions } from './jasper-options.ts';
import type { JasperStatus } from './mapper.ts';
import type { PlanEdit } from './plan-edit.ts';

/** The single requests of the interface: one to read, and one endpoint for every write. */
export interface JasperRequests {
  getDevice(iccid: string, call: OutsideCall): Promise<DeviceAnswer>;
  setStatus(iccid: string, status: JasperStatus, call: OutsideCall): Promise<void>;
  setPlans(iccid: string, plans: PlanEdit, call: OutsideCall): Promise<void>;
}

export function createJasperRequests(options: JasperOptions): JasperRequests {
  const system = jasperSystem(options);
  const device = (iccid: string) => ({
    url: joinUrl(options.baseUrl, 'devices', iccid),
    classify: classifyJasperAnswer,
  });

  async function edit(operation: string, iccid: string, body: unknown, call: OutsideCall): Promise<void> {
    const request = { operation, method: 'PUT', write: true, ...device(iccid), body } as const;
    await sendOutside(system, { ...request, answer: editAnswer }, call);
  }

  return {
    getDevice(iccid, call) {
      const request = { operation: 'Get Device', method: 'GET', write: false, ...device(iccid) } as const;
      return sendOutside(system, { ...request, answer: deviceAnswer }, call);
    },
    setStatus: (iccid, status, call) => edit('Set Status', iccid, { status }, call),
    setPlans: (iccid, plans, call) => edit('Change Rate Plan', iccid, plans, call),
  };
}

function jasperSystem(options: JasperOptions): OutsideSystem {
  const { username, apiKey } = options.credentials;
  return {
    title: 'Jasper',
    http: options.http,
    budget: options.budget,
    headers: { authorization: `Basic ${Buffer.from(`${username}:${apiKey}`).toString('base64')}` },
    timeoutMs: options.timeoutMs ?? 30_000,
    codes: {
      unreachable: 'carrier.unavailable',
      timeout: 'carrier.timeout',
      unreadable: 'carrier.answer_unreadable',
    },
  };
}
