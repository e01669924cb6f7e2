import type { OutsideCall } from '../../platform/exchange.ts';
import type { PackageAddition } from '../carrier-port.ts';
import { joinUrl } from '../join-url.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import { sendOutside } from '../outside-request.ts';
import type { OutsideRequest, OutsideSystem } from '../outside-system.ts';
import {
  emptyAnswer,
  packageAnswer,
  packagePage,
  simPage,
  simStatusAnswer,
  type PackageAnswer,
  type PackagePage,
  type SimPage,
  type SimStatusAnswer,
} from './answer.ts';
import { classifyPondAnswer } from './error.ts';
import type { allServices } from './mapper.ts';
import type { PondOptions } from './pond-options.ts';

/** The single requests of the interface, one function each. */
export interface PondRequests {
  getStatus(iccid: string, call: OutsideCall): Promise<SimStatusAnswer>;
  /** One page of the account's SIMs, from an offset on. */
  searchSims(start: number, call: OutsideCall): Promise<SimPage>;
  setStatus(iccid: string, services: ReturnType<typeof allServices>, call: OutsideCall): Promise<void>;
  /** One page, from an offset on. */
  listPackages(iccid: string, offset: number, call: OutsideCall): Promise<PackagePage>;
  addPackage(addition: PackageAddition, call: OutsideCall): Promise<PackageAnswer>;
  getPackage(packageId: string, call: OutsideCall): Promise<PackageAnswer>;
  setPackageStatus(
    operation: string,
    packageId: string,
    packageStatus: PackageAnswer['status'],
    call: OutsideCall,
  ): Promise<void>;
}

/** POND's own default is 10. */
const PAGE_SIZE = 50;

export function createPondRequests(options: PondOptions): PondRequests {
  const system = pondSystem(options);
  const send = <T>(request: OutsideRequest<T>, call: OutsideCall) => sendOutside(system, request, call);
  const read = { method: 'GET', write: false } as const;
  const write = { method: 'POST', write: true } as const;

  function sim(iccid: string, ...rest: readonly string[]) {
    const url = joinUrl(options.baseUrl, options.distributorId, 'sim', iccid, ...rest);
    return { url, classify: (answer: OutsideAnswer) => classifyPondAnswer('sim', answer) };
  }
  function pack(packageId: string, ...rest: readonly string[]) {
    const url = joinUrl(options.baseUrl, options.distributorId, 'package', packageId, ...rest);
    return { url, classify: (answer: OutsideAnswer) => classifyPondAnswer('package', answer) };
  }

  return {
    getStatus: (iccid, call) =>
      send({ operation: 'Get Status', ...read, ...sim(iccid, 'status'), answer: simStatusAnswer }, call),

    searchSims(start, call) {
      const query = new URLSearchParams({
        q: '*:*',
        sort: 'iccid asc',
        start: String(start),
        rows: String(PAGE_SIZE),
      });
      const url = `${joinUrl(options.baseUrl, options.distributorId, 'search', 'sim')}?${query.toString()}`;
      const classify = (answer: OutsideAnswer) => classifyPondAnswer('account', answer);
      return send({ operation: 'Search SIMs', ...read, url, classify, answer: simPage }, call);
    },

    async setStatus(iccid, body, call) {
      await send(
        { operation: 'Set Status', ...write, ...sim(iccid, 'status'), body, answer: emptyAnswer },
        call,
      );
    },

    listPackages(iccid, offset, call) {
      const place = sim(iccid, 'package', 'infos');
      const url = `${place.url}?offset=${String(offset)}&count=${String(PAGE_SIZE)}`;
      return send({ operation: 'List Packages', ...read, ...place, url, answer: packagePage }, call);
    },

    addPackage({ identifier, packageTypeId }, call) {
      const request = { operation: 'Add Package', ...write, ...sim(identifier, 'addPackage') };
      return send({ ...request, body: { packageTypeId }, answer: packageAnswer }, call);
    },

    getPackage: (packageId, call) =>
      send({ operation: 'Get Package', ...read, ...pack(packageId, 'info'), answer: packageAnswer }, call),

    async setPackageStatus(operation, packageId, packageStatus, call) {
      await send(
        { operation, ...write, ...pack(packageId, 'status'), body: { packageStatus }, answer: emptyAnswer },
        call,
      );
    },
  };
}

function pondSystem(options: PondOptions): OutsideSystem {
  return {
    title: 'POND',
    http: options.http,
    budget: options.budget,
    headers: { [options.apiKeyHeader ?? 'x-api-key']: options.credentials.apiKey },
    timeoutMs: options.timeoutMs ?? 30_000,
    codes: {
      unreachable: 'carrier.unavailable',
      timeout: 'carrier.timeout',
      unreadable: 'carrier.answer_unreadable',
    },
  };
}
