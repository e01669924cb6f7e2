interface ProblemFacts {
  readonly status: number;
  readonly title: string;
  /** What the caller should do; stands in docs/errors.md and behind the problem's `type`. */
  readonly whatToDo: string;
}

/** Every problem an answer can carry as a whole. The faults it lists one by one are in fault-codes.ts. */
export const PROBLEM_TYPES = {
  'request.malformed': {
    status: 400,
    title: 'The request is malformed',
    whatToDo:
      'Correct each place that `errors` points at. The OpenAPI document describes the expected shape.',
  },
  'cursor.invalid': {
    status: 400,
    title: 'The cursor is not one of this list',
    whatToDo:
      'Pass `nextCursor` of the former page unchanged, with the same filters, or leave it out to begin again.',
  },
  'idempotency.key_invalid': {
    status: 400,
    title: 'The Idempotency-Key cannot be used',
    whatToDo: 'Send a key of 1 to 255 printable characters, such as a UUID.',
  },
  'credential.missing': {
    status: 401,
    title: 'A credential is needed',
    whatToDo: 'Send `Authorization: Bearer <API token>`.',
  },
  'credential.invalid': {
    status: 401,
    title: 'The credential is not valid',
    whatToDo: 'The token is unknown, expired or revoked. Ask an administrator of your tenant for a new one.',
  },
  'callback.credentials_invalid': {
    status: 401,
    title: 'The callback does not come from the registered carrier',
    whatToDo:
      'Register the callbacks again: POST /v1/service-providers/{id}/callbacks/register tells the carrier a new user and password.',
  },
  'permission.denied': {
    status: 403,
    title: 'You may not do this',
    whatToDo: 'Use a credential whose role includes the permission named in `detail`.',
  },
  'bulk_change.approval_by_submitter': {
    status: 403,
    title: 'A change is approved or rejected by a second person',
    whatToDo: 'Ask somebody else to approve it; you may /cancel what you have submitted.',
  },
  'resource.not_found': {
    status: 404,
    title: 'There is no such thing',
    whatToDo: 'Check the id. What belongs to another tenant is answered in the same way.',
  },
  'route.not_found': {
    status: 404,
    title: 'There is no such address',
    whatToDo: 'Check the path and the method; /docs lists all of them.',
  },
  'resource.already_exists': {
    status: 409,
    title: 'It exists already',
    whatToDo: 'Choose another value for the place that `errors` points at, or change the existing one.',
  },
  'resource.in_use': {
    status: 409,
    title: 'It is in use',
    whatToDo: 'Remove what refers to it first, or retire it instead of deleting it.',
  },
  'bulk_change.state_conflict': {
    status: 409,
    title: 'The change is not in a state that allows this',
    whatToDo: 'Read the change: its `status` decides what can be done with it.',
  },
  'idempotency.in_progress': {
    status: 409,
    title: 'The first call with this key is still running',
    whatToDo: 'Repeat the call a little later; it then gets the first call’s answer.',
  },
  'bulk_change.plan_stale': {
    status: 412,
    title: 'The plan is not the one you looked at',
    whatToDo:
      'Read the plan again (GET /v1/bulk-changes/{id}/plan) and send its present `planHash` in `If-Match`. When devices have changed since it was sealed, submit the change again, or leave `If-Match` out: each device is judged once more when its turn comes.',
  },
  'request.too_large': {
    status: 413,
    title: 'The request is too large',
    whatToDo: 'Split the request: send fewer devices or rows in one call.',
  },
  'media_type.unsupported': {
    status: 415,
    title: 'The content type is not supported',
    whatToDo: 'Send the content type that the OpenAPI document names for this address.',
  },
  'request.invalid': {
    status: 422,
    title: 'The request is understood but cannot be carried out',
    whatToDo: 'Correct each place that `errors` points at. Nothing was stored.',
  },
  'idempotency.key_reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    whatToDo: 'Use a new key for a new request; repeat a request with exactly the same body.',
  },
  'rate_limit.exceeded': {
    status: 429,
    title: 'Too many requests',
    whatToDo: 'Wait as many seconds as `Retry-After` says.',
  },
  'internal.unexpected': {
    status: 500,
    title: 'Something went wrong on our side',
    whatToDo: 'Repeat the call with the same Idempotency-Key. If it fails again, report the `requestId`.',
  },
  'service.unavailable': {
    status: 503,
    title: 'The service cannot answer just now',
    whatToDo: 'Wait as many seconds as `Retry-After` says and repeat the call with the same Idempotency-Key.',
  },
} as const satisfies Record<string, ProblemFacts>;

export type ProblemCode = keyof typeof PROBLEM_TYPES;

export const PROBLEM_CODES = Object.keys(PROBLEM_TYPES).filter(isProblemCode);

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEM_TYPES, text);
}
