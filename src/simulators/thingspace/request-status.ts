import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { ThingspaceAccount } from './account.ts';
import type { AcceptedRequest } from './device-action.ts';
import { apiError, requestUndefined } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

const bodySchema = z
  .object({ requestId: z.string().nullish(), orderRequestId: z.string().nullish() })
  .transform(({ requestId, orderRequestId }) => requestId ?? orderRequestId)
  .pipe(z.string());

/** The status of a request by its id: pending until the result of every line is known. No reasons. */
export function requestStatus(state: ThingspaceState, account: ThingspaceAccount, requestId: string): Answer {
  const request = state.requests.get(requestId);
  if (request?.account !== account.account) {
    return apiError('REQUEST_FAILED.RequestNotFound', 'The account has no such request.');
  }
  return { status: 200, json: { requestId, status: statusOf(request) } };
}

/** The same, with the id in the body. */
export function requestStatusByBody(
  state: ThingspaceState,
  account: ThingspaceAccount,
  body: unknown,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return requestUndefined('Give the id of the request as requestId.');
  return requestStatus(state, account, parsed.data);
}

function statusOf({ open, failed }: AcceptedRequest): 'Pending' | 'Success' | 'Failure' {
  if (open > 0) return 'Pending';
  return failed === 0 ? 'Success' : 'Failure';
}
