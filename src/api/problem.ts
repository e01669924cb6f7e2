import type { RequestFault } from '../domain/change-request.ts';
import { PROBLEM_TYPES, type ProblemCode } from './problem-types.ts';

export interface ProblemOptions {
  /** Every fault that was found, each with a JSON pointer into the body, or /query/… and /headers/… */
  readonly errors?: readonly RequestFault[];
  /** How many faults there are beyond `errors`, of a file that has more than anybody keeps. */
  readonly moreErrors?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a handler or a plugin to answer with application/problem+json (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly errors: readonly RequestFault[];
  readonly moreErrors: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string,
    { errors = [], moreErrors = 0, headers = {} }: ProblemOptions = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = errors;
    this.moreErrors = moreErrors;
    this.headers = headers;
  }

  get status(): number {
    return PROBLEM_TYPES[this.code].status;
  }
}

/** The one answer for what does not exist and for what belongs to somebody else. */
export function notFound(): Problem {
  return new Problem('resource.not_found', 'There is nothing with this id that you may see.');
}

/** A request that is well-formed but cannot be carried out; all its faults at once, and how many more there are. */
export function invalidRequest(faults: readonly RequestFault[], moreErrors = 0): Problem {
  return new Problem('request.invalid', summaryOf(faults, moreErrors), { errors: faults, moreErrors });
}

/** For a body that names a service provider the tenant does not have. */
export function unknownServiceProvider(): Problem {
  const detail = 'You have no service provider with this id.';
  return invalidRequest([{ pointer: '/serviceProviderId', code: 'service_provider.not_found', detail }]);
}

const MAX_LISTED_FAULTS = 1_000;

/** The faults an answer lists: all, up to a thousand, and then one that says how many more there are. */
export function listedFaults(faults: readonly RequestFault[], moreFaults = 0): readonly RequestFault[] {
  const more = Math.max(0, faults.length - MAX_LISTED_FAULTS) + moreFaults;
  if (more === 0) return faults;
  return [
    ...faults.slice(0, MAX_LISTED_FAULTS),
    {
      pointer: '',
      code: 'faults.more',
      detail: `There are ${String(more)} more faults that are not listed.`,
    },
  ];
}

export function summaryOf(faults: readonly RequestFault[], more = 0): string {
  const [first] = faults;
  const count = faults.length + more;
  if (first === undefined) return 'The request has a fault.';
  const where = first.pointer === '' ? '' : ` at ${first.pointer}`;
  return count === 1 ? first.detail : `There are ${String(count)} faults; the first${where}: ${first.detail}`;
}
