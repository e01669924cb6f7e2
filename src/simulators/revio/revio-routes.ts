import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { FaultKind } from '../frame/fault-plan.ts';
import type { RevioAccount } from './account.ts';
import { createProduct } from './create-product.ts';
import { createService } from './create-service.ts';
import { findServices } from './find-services.ts';
import { revioError } from './revio-error.ts';
import type { RevioState } from './revio-state.ts';
import type { RevioService } from './service.ts';

/** A recognised path: its operation and what it does once the caller is known. */
export interface RevioRoute {
  operation: string;
  devices: readonly string[];
  ownFaults?: readonly FaultKind[];
  run: (account: RevioAccount, context: RunContext) => Answer;
}

/** Finds the route of a path, given as its segments. */
export function routeOf(state: RevioState, call: Call, segments: readonly string[]): RevioRoute {
  const [version, head, id, ...rest] = segments;
  const path = [version, head, ...(id === undefined ? [] : ['*']), ...rest].join('/');
  switch (`${call.method} ${path}`) {
    case 'GET v1/services':
      return {
        operation: 'findService',
        devices: named(call.query.get('number'), call.query.get('iccid')),
        run: (account) => findServices(state, account, call.query),
      };
    case 'POST v1/services':
      return rejectable({
        operation: 'createService',
        devices: devicesOfOrder(call.json),
        run: (account, { seq }) => createService(state, account, call.json, seq),
      });
    case 'POST v1/services/*/products':
      return rejectable(
        onService(state, 'createProduct', id ?? '', (service, account, { seq }) =>
          createProduct(state, account, service, call.json, seq),
        ),
      );
    case 'GET v1/services/*/products':
      return onService(state, 'listProducts', id ?? '', (service) => ({
        status: 200,
        json: { products: state.products.find(String(service.serviceId)) },
      }));
    default:
      return { operation: 'unknown', devices: [], run: () => notFound('path') };
  }
}

type OnService = (service: RevioService, account: RevioAccount, context: RunContext) => Answer;

function onService(state: RevioState, operation: string, id: string, run: OnService): RevioRoute {
  const service = state.services.get(id);
  return {
    operation,
    devices: service === undefined ? [] : named(service.number, service.iccid),
    run: (account, context) => {
      if (service === undefined || service.account !== account.account) return notFound('service');
      return run(service, account, context);
    },
  };
}

/** A write that the billing system can be told to reject for its line. */
function rejectable(route: RevioRoute): RevioRoute {
  return {
    ...route,
    ownFaults: ['rejectItem'],
    run: (account, context) =>
      context.fault?.do === 'rejectItem'
        ? revioError(400, 'rejected', 'The request was rejected for this line.')
        : route.run(account, context),
  };
}

const orderNamesSchema = z.object({
  number: z.string().nullable().catch(null),
  iccid: z.string().nullable().catch(null),
});

function devicesOfOrder(body: unknown): string[] {
  const order = orderNamesSchema.safeParse(body);
  return order.success ? named(order.data.number, order.data.iccid) : [];
}

function named(...names: (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))];
}

function notFound(what: string): Answer {
  return revioError(404, 'not_found', `There is no such ${what}.`);
}
