import type { z } from 'zod';
import { deviceChangeListQuery } from './device-change.ts';

/** Which devices a file of results holds. */
export const resultFileQuery = deviceChangeListQuery.pick({
  status: true,
  errorClass: true,
  errorCode: true,
});

export const errorFileQuery = deviceChangeListQuery.pick({ errorClass: true, errorCode: true });

/** What such a query asks for. */
export function toResultFilter({ status, ...filter }: z.output<typeof resultFileQuery>) {
  return { ...filter, statuses: status === undefined ? undefined : [status] };
}
