import type { Answer } from '../frame/answer.ts';
import { listEnvelope } from './list-envelope.ts';
import { packageStatuses, type PondPackage } from './package.ts';
import { pondError } from './pond-error.ts';

const sortFields = [
  'dateCreated',
  'dateActivated',
  'dateExpiry',
  'dateTerminated',
  'status',
  'packageTypeId',
] as const;
type SortField = (typeof sortFields)[number];

/** `GET /sim/{iccid}/package/infos`: oldest first unless told otherwise. */
export function listPackages(
  packages: readonly PondPackage[],
  query: URLSearchParams,
  largest: number | null,
): Answer {
  const statuses = query.getAll('packageStatuses').flatMap((text) => text.split(','));
  const wanted = statuses.map((text) => text.trim()).filter((text) => text !== '');
  if (wanted.some((text) => !packageStatuses.some((status) => status === text))) {
    return pondError(400, `packageStatuses must be of ${packageStatuses.join(', ')}`);
  }
  const field = readSortField(query.get('sortField'));
  const order = (query.get('sortOrder') ?? 'ASC').toUpperCase();
  if (field === null || (order !== 'ASC' && order !== 'DESC')) {
    return pondError(400, `sortField must be of ${sortFields.join(', ')}, sortOrder ASC or DESC`);
  }
  const found = packages.filter(({ status }) => wanted.length === 0 || wanted.includes(status));
  found.sort((left, right) => compare(left[field], right[field]));
  if (order === 'DESC') found.reverse();
  return listEnvelope(found, query, largest);
}

function readSortField(text: string | null): SortField | null {
  return sortFields.find((field) => field === (text ?? 'dateCreated')) ?? null;
}

function compare(left: string | number | null, right: string | number | null): number {
  if (typeof left === 'string' && typeof right === 'string') return left.localeCompare(right);
  return Number(left ?? 0) - Number(right ?? 0);
}
