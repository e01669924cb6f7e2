import { joinUrl } from '../carriers/join-url.ts';
import { sendOutside } from '../carriers/outside-request.ts';
import type { OutsideRequest, OutsideSystem } from '../carriers/outside-system.ts';
import type { RevProductOrder } from '../domain/change-request.ts';
import type { OutsideCall } from '../platform/exchange.ts';
import {
  createdProduct,
  createdService,
  productList,
  servicePage,
  type RevProductAnswer,
  type RevServicePage,
} from './answer.ts';
import type { BillingServiceOrder } from './billing-port.ts';
import { classifyRevAnswer } from './error.ts';
import type { RevBillingOptions } from './rev-options.ts';

const PAGE_SIZE = 100;

interface LineOfCustomer {
  readonly number: string;
  readonly revCustomerId: string;
}

/** The single requests of the interface, one function each. */
export interface RevRequests {
  /** One page of the lines with this number; `page` counts from 0. */
  findServices(line: LineOfCustomer, page: number, call: OutsideCall): Promise<RevServicePage>;
  createService(order: BillingServiceOrder, call: OutsideCall): Promise<{ readonly serviceId: string }>;
  listProducts(serviceId: string, call: OutsideCall): Promise<readonly RevProductAnswer[]>;
  createProduct(
    serviceId: string,
    order: RevProductOrder,
    call: OutsideCall,
  ): Promise<{ readonly serviceProductId: string }>;
}

export function createRevRequests(options: RevBillingOptions): RevRequests {
  const system = revSystem(options);
  const services = joinUrl(options.baseUrl, 'services');
  const productsOf = (serviceId: string) => joinUrl(services, serviceId, 'products');
  const read = { method: 'GET', write: false, classify: classifyRevAnswer } as const;
  const write = { method: 'POST', write: true, classify: classifyRevAnswer } as const;
  const send = <T>(request: OutsideRequest<T>, call: OutsideCall) => sendOutside(system, request, call);

  return {
    findServices({ number, revCustomerId }, page, call) {
      const query = new URLSearchParams({ number, customerId: revCustomerId });
      query.set('page', String(page + 1));
      query.set('pageSize', String(PAGE_SIZE));
      const url = `${services}?${query.toString()}`;
      return send({ operation: 'Find Service', ...read, url, answer: servicePage }, call);
    },

    createService(order, call) {
      const { revCustomerId: customerId, activatedAt: activatedDate, ...rest } = order;
      const body = { customerId, activatedDate, ...rest };
      return send(
        { operation: 'Create Service', ...write, url: services, body, answer: createdService },
        call,
      );
    },

    async listProducts(serviceId, call) {
      const url = productsOf(serviceId);
      return (await send({ operation: 'List Products', ...read, url, answer: productList }, call)).products;
    },

    createProduct(serviceId, { productId, rate }, call) {
      const request = { operation: 'Create Product', ...write, url: productsOf(serviceId) };
      return send({ ...request, body: { productId, rate }, answer: createdProduct }, call);
    },
  };
}

function revSystem(options: RevBillingOptions): OutsideSystem {
  const { username, password } = options.credentials;
  return {
    title: 'Rev.io',
    http: options.http,
    budget: options.budget,
    headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
    timeoutMs: options.timeoutMs ?? 30_000,
    codes: {
      unreachable: 'billing.unavailable',
      timeout: 'billing.unavailable',
      unreadable: 'billing.unavailable',
    },
  };
}
