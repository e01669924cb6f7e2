import type { Answer } from '../frame/answer.ts';
import type { RevioAccount } from './account.ts';
import { revioError } from './revio-error.ts';
import type { RevioState } from './revio-state.ts';
import type { RevioService } from './service.ts';
import { serviceView } from './service-view.ts';

const defaultPageSize = 100;

/** `GET /v1/services`: the account's lines by number, ICCID and customer, oldest first, in pages. */
export function findServices(state: RevioState, account: RevioAccount, query: URLSearchParams): Answer {
  const page = readCount(query.get('page'), 1);
  const pageSize = readCount(query.get('pageSize'), defaultPageSize);
  const largest = state.frame.limitsOf(account.account).pageSize;
  if (page === null || pageSize === null || (largest !== null && pageSize > largest)) {
    return revioError(400, 'invalid_request', 'page and pageSize must be whole numbers within the limits.');
  }
  const found = candidates(state, query).filter((service) => matches(service, account, query));
  const services = found.slice((page - 1) * pageSize, page * pageSize).map(serviceView);
  return { status: 200, json: { total: found.length, page, pageSize, services } };
}

function candidates(state: RevioState, query: URLSearchParams): RevioService[] {
  const key = query.get('number') ?? query.get('iccid');
  return key === null ? [...state.services.values()] : state.services.find(key);
}

function matches(service: RevioService, account: RevioAccount, query: URLSearchParams): boolean {
  const isOrAbsent = (name: string, value: string | null): boolean => {
    const wanted = query.get(name);
    return wanted === null || wanted === value;
  };
  return (
    service.account === account.account &&
    isOrAbsent('number', service.number) &&
    isOrAbsent('iccid', service.iccid) &&
    isOrAbsent('customerId', service.customerId)
  );
}

function readCount(text: string | null, otherwise: number): number | null {
  if (text === null) return otherwise;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
