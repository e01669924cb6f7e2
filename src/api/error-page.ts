import { DEVICE_ERROR_CODES } from '../domain/error-code.ts';
import { INVENTORY_ERROR_CODES } from '../domain/inventory-sync.ts';
import { FAULT_CODES } from './fault-codes.ts';
import { PROBLEM_CODES, PROBLEM_TYPES } from './problem-types.ts';

/** The text of docs/errors.md, written from the catalogues, so that page and program cannot disagree. */
export function errorPage(): string {
  const problems = PROBLEM_CODES.map((code) => {
    const { status, title, whatToDo } = PROBLEM_TYPES[code];
    return `- \`${code}\` (${String(status)}, ${title.toLowerCase()}): ${whatToDo}`;
  });
  const faults = Object.entries(FAULT_CODES).map(([code, whatToDo]) => `- \`${code}\`: ${whatToDo}`);
  const devices = Object.entries(DEVICE_ERROR_CODES).map(
    ([code, { errorClass, suggestedAction }]) => `- \`${code}\` (${errorClass}): ${suggestedAction}`,
  );
  const syncs = Object.entries(INVENTORY_ERROR_CODES).map(([code, whatToDo]) => `- \`${code}\`: ${whatToDo}`);
  const parts = [
    '# Errors',
    'This page is written by `scripts/write-error-page.ts` from the catalogues in the code.',
    '## Problems',
    'A request that cannot be served is answered with `application/problem+json` (RFC 9457). Branch on `code`: it is stable. Where all of `errors` have one code, the problem carries that code; its `type` then still names an entry of this list.',
    problems.join('\n'),
    '## Faults of a request',
    'In `errors` of a problem, each with a JSON pointer to its place, and in the reports of a device import and of an uploaded file, each with its row and column.',
    faults.join('\n'),
    '## Outcomes of a device',
    'A device whose change failed carries one of these as `errorCode`. `VALIDATION` and `BUSINESS` are not retried by themselves; `TRANSIENT` and `SYSTEM` were, until their attempts were used up.',
    devices.join('\n'),
    '## Ends of an inventory sync',
    'A sync that failed or was ended carries one of these as `errorCode`, or, where a call to the carrier gave up, a code of the list above.',
    syncs.join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
