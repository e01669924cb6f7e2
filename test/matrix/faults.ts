/** How long a carrier's answer is waited for in the matrix: long enough for a busy machine, short enough to be met often. */
export const REQUEST_TIMEOUT_MS = 2_000;

/** A fault of the simulators' plan, and what it means for the one who meets it. */
export interface Fault {
  readonly name: string;
  /** The rule without its `when` and `times`. */
  readonly rule: { readonly do: string; readonly [field: string]: unknown };
  /** The call was carried out all the same. */
  readonly applies: boolean;
  /** The caller cannot tell from the answer whether the call was carried out. */
  readonly leavesOpen: boolean;
  /** One that may pass by itself, so that the call is tried again. */
  readonly passes: boolean;
  /** ThingSpace calls it an error that it did not expect itself, so that there it is open as well, and tried again. */
  readonly isUnexpected: boolean;
}

type Meaning = Partial<Pick<Fault, 'applies' | 'leavesOpen' | 'passes' | 'isUnexpected'>>;

const FINAL: Meaning = {};
const UNEXPECTED: Meaning = { isUnexpected: true };
const REFUSED_FOR_NOW: Meaning = { passes: true };
const OPEN: Meaning = { leavesOpen: true, passes: true };
const DONE_BUT_OPEN: Meaning = { applies: true, leavesOpen: true, passes: true };

function fault(name: string, rule: Fault['rule'], meaning: Meaning = {}): Fault {
  return { name, rule, applies: false, leavesOpen: false, passes: false, isUnexpected: false, ...meaning };
}

/** A wait so short that the tries of a device follow each other at once. */
const SOON = { retryAfterSeconds: 0.05 };

const answered = (status: number, meaning: Meaning, more: object = {}) =>
  fault(
    `answered by ${String(status)}${'html' in more ? ' in HTML' : ''}`,
    { do: 'http', status, ...more },
    meaning,
  );

/** Faults that every operation of every outside system can have. */
export const COMMON_FAULTS: readonly Fault[] = [
  answered(400, UNEXPECTED),
  answered(401, FINAL),
  answered(403, FINAL),
  answered(404, UNEXPECTED),
  answered(408, REFUSED_FOR_NOW),
  answered(409, UNEXPECTED),
  answered(429, REFUSED_FOR_NOW, SOON),
  answered(500, OPEN),
  answered(502, OPEN, { html: true }),
  answered(503, OPEN, SOON),
  fault('met by a reset connection', { do: 'reset' }, OPEN),
  // The connection is closed soon, so that a client with a long patience is not waited for.
  fault('not answered', { do: 'drop', ms: 2 * REQUEST_TIMEOUT_MS }, OPEN),
  fault('applied, then cut off', { do: 'applyThenDrop' }, DONE_BUT_OPEN),
  fault('applied, then answered by 500', { do: 'applyThenHttp', status: 500 }, DONE_BUT_OPEN),
  fault('applied, then answered by 503', { do: 'applyThenHttp', status: 503, ...SOON }, DONE_BUT_OPEN),
  fault('answered late, yet in time', { do: 'slow', ms: 200 }, { applies: true }),
  fault('answered too late', { do: 'slow', ms: 2 * REQUEST_TIMEOUT_MS }, DONE_BUT_OPEN),
  fault('refused as unauthorized', { do: 'unauthorized' }, FINAL),
];

/** Faults that only some operations have. */
export const OWN_FAULTS = {
  sessionExpired: fault('met by an ended session', { do: 'sessionExpired' }, REFUSED_FOR_NOW),
  sessionExpiredAtGateway: fault(
    'met by a session ended at the gateway',
    { do: 'sessionExpired', status: 401 },
    REFUSED_FOR_NOW,
  ),
  rejectItem: fault('rejected for the device', { do: 'rejectItem' }),
  stuckPending: fault('stuck', { do: 'stuckPending' }, { applies: true }),
  fewerAddresses: fault('given fewer addresses', { do: 'fewerAddresses' }),
  callbackNever: fault('never told by callback', { do: 'callbackNever' }, { applies: true }),
  callbackTwice: fault('told twice by callback', { do: 'callbackTwice' }, { applies: true }),
  callbackFirst: fault('told by callback before its answer', { do: 'callbackFirst' }, { applies: true }),
  callbackOutOfOrder: fault('told out of order', { do: 'callbackOutOfOrder' }, { applies: true }),
  callbackFailed: fault('failed by callback', { do: 'callbackFailed' }),
} as const satisfies Record<string, Fault>;

export type OwnFault = keyof typeof OWN_FAULTS;
