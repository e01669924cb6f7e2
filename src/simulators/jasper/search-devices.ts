import type { Answer } from '../frame/answer.ts';
import type { JasperAccount } from './account.ts';
import type { JasperDevice } from './device.ts';
import { deviceDetails, deviceSummary } from './device-view.ts';
import { readJasperDate } from './jasper-date.ts';
import { jasperCodes, jasperError } from './jasper-error.ts';
import type { JasperState } from './jasper-state.ts';

const parameters = [
  'modifiedSince',
  'modifiedTill',
  'accountId',
  'status',
  'pageSize',
  'pageNumber',
  'fields',
] as const;

const yearMs = 366 * 24 * 3_600_000;
const defaultPageSize = 50;

interface Search {
  since: number;
  till: number;
  accountId: string | null;
  status: string | null;
  pageSize: number;
  pageNumber: number;
  fields: readonly string[] | null;
}

/** `GET /devices`: the devices changed since a date, oldest change first, in pages. */
export function searchDevices(state: JasperState, account: JasperAccount, query: URLSearchParams): Answer {
  const unknown = [...query.keys()].find((key) => !parameters.some((parameter) => parameter === key));
  if (unknown !== undefined) {
    return jasperError(400, `Parameter not recognized: ${unknown}`, jasperCodes.unknownParameter);
  }
  const search = readSearch(query);
  const refuse = (message: string): Answer => jasperError(400, message, account.validationErrorCode);
  if (search === null)
    return refuse('modifiedSince is required; dates are ISO 8601, page numbers start at 1.');
  const largest = state.frame.limitsOf(account.account).pageSize;
  if (largest !== null && search.pageSize > largest) return refuse(`pageSize must not exceed ${largest}.`);
  if (query.has('modifiedTill') && search.till - search.since > yearMs) {
    return refuse('modifiedSince and modifiedTill must not be more than a year apart.');
  }
  return { status: 200, json: page(state.modified.of(account.account), search) };
}

function readSearch(query: URLSearchParams): Search | null {
  const since = readJasperDate(query.get('modifiedSince') ?? '');
  const tillText = query.get('modifiedTill');
  const till = tillText === null ? Number.MAX_SAFE_INTEGER : readJasperDate(tillText);
  const pageSize = readCount(query.get('pageSize'), defaultPageSize);
  const pageNumber = readCount(query.get('pageNumber'), 1);
  if (since === null || till === null || pageSize === null || pageNumber === null) return null;
  const fields = query.get('fields')?.split(',') ?? null;
  const [accountId, status] = [query.get('accountId'), query.get('status')];
  return { since, till, accountId, status, pageSize, pageNumber, fields };
}

function readCount(text: string | null, otherwise: number): number | null {
  if (text === null) return otherwise;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

function page(devices: Iterable<JasperDevice>, search: Search): Record<string, unknown> {
  const first = (search.pageNumber - 1) * search.pageSize;
  const found: unknown[] = [];
  let matching = 0;
  let lastPage = true;
  for (const device of devices) {
    if (!matches(device, search)) continue;
    matching += 1;
    if (matching <= first) continue;
    if (found.length === search.pageSize) {
      lastPage = false;
      break;
    }
    found.push(listed(device, search.fields));
  }
  return { pageNumber: search.pageNumber, devices: found, lastPage };
}

function matches(device: JasperDevice, search: Search): boolean {
  const updated = Date.parse(device.dateUpdated);
  return (
    updated >= search.since &&
    updated <= search.till &&
    (search.status === null || device.status === search.status) &&
    (search.accountId === null || device.accountId === search.accountId)
  );
}

function listed(device: JasperDevice, fields: readonly string[] | null): Record<string, string | null> {
  if (fields === null) return deviceSummary(device);
  return Object.fromEntries(Object.entries(deviceDetails(device)).filter(([name]) => fields.includes(name)));
}
