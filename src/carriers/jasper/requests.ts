import type { OutsideCall } from '../../platform/exchange.ts';
import { joinUrl } from '../join-url.ts';
import { sendOutside } from '../outside-request.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { deviceAnswer, editAnswer, searchAnswer, type DeviceAnswer, type SearchAnswer } from './answer.ts';
import { classifyJasperAnswer } from './error.ts';
import type { JasperOptions } from './jasper-options.ts';
import type { JasperStatus } from './mapper.ts';
import type { PlanEdit } from './plan-edit.ts';

/** The single requests of the interface: two to read, and one endpoint for every write. */
export interface JasperRequests {
  getDevice(iccid: string, call: OutsideCall): Promise<DeviceAnswer>;
  /** A page, from 1 on, of the devices that were changed last within these dates. */
  searchDevices(
    dates: Readonly<Record<string, string>>,
    page: number,
    call: OutsideCall,
  ): Promise<SearchAnswer>;
  setStatus(iccid: string, status: JasperStatus, call: OutsideCall): Promise<void>;
  setPlans(iccid: string, plans: PlanEdit, call: OutsideCall): Promise<void>;
}

/** The carrier's own maximum. */
const PAGE_SIZE = 50;

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
    searchDevices(dates, page, call) {
      const query = new URLSearchParams({
        ...dates,
        pageSize: String(PAGE_SIZE),
        pageNumber: String(page),
      });
      const url = `${joinUrl(options.baseUrl, 'devices')}?${query.toString()}`;
      const request = {
        operation: 'Search Devices',
        method: 'GET',
        write: false,
        url,
        classify: classifyJasperAnswer,
      } as const;
      return sendOutside(system, { ...request, answer: searchAnswer }, call);
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
